package dev.loam.modules.auth.external;

import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks services for JSON, within ten seconds a call.
///
/// A service that cannot be reached or answers with something else is a refusal of status 503 that
/// names its host, and no part of what was said.
final class Calls {
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    /// One reading only, or none: see RFC 8725 section 2.4.
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64).maxNumberLength(100).build())
            .build()).build();

    private final Outbound outbound;
    private final Clock clock;

    Calls(Outbound outbound, Clock clock) {
        this.outbound = outbound;
        this.clock = clock;
    }

    /// What is at an address; `token` is null where it is open to all.
    JsonNode get(URI address, String token) {
        var headers = Headers.builder().add("Accept", "application/json");
        if (token != null) {
            headers.add("Authorization", "Bearer " + token);
        }
        var answer = send(Call.get(address, headers.build()));
        if (answer.status() != 200) {
            throw unusable(address, "answered with status " + answer.status());
        }
        return json(address, answer);
    }

    /// What a form is answered with, whatever the status.
    JsonNode post(URI address, Headers headers, String form) {
        return json(address, send(Call.post(address, headers.toBuilder()
                .add("Accept", "application/json")
                .add("Content-Type", "application/x-www-form-urlencoded").build(),
                form.getBytes(StandardCharsets.UTF_8))));
    }

    static Refusal unusable(URI address, String why) {
        return AuthCode.UNEXPECTED_FAILURE.refusal(503,
                "The provider at " + address.getHost() + " " + why);
    }

    private Reply send(Call call) {
        try {
            return outbound.call(call, Deadline.after(TIME_MAX, clock.nanos()));
        } catch (Unreachable unreachable) {
            throw unusable(call.address(), "cannot be reached");
        }
    }

    private static JsonNode json(URI address, Reply reply) {
        try {
            var read = JSON.readTree(reply.body());
            if (read != null && (read.isObject() || read.isArray())) {
                return read;
            }
        } catch (JacksonException notJson) {
            // Answered as below: what came may hold secrets, and so may the parser's words on it.
        }
        throw unusable(address, "did not answer with JSON (status " + reply.status() + ")");
    }
}
