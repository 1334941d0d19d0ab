package dev.loam.modules.auth.hook;

import dev.loam.base.task.Deadline;
import dev.loam.modules.auth.config.HookConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import dev.loam.ports.web.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// A hook that is an HTTP endpoint, called by POST with the headers of Standard Webhooks.
///
/// Five seconds in all. An endpoint that answers 429 or 503 and says by `Retry-After` that it will
/// soon be able to is asked once more, with the same id, by which it may know the event again.
final class HttpHook implements Hook {
    private static final Logger LOG = LoggerFactory.getLogger(HttpHook.class);
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final int RETRY_AFTER_SECONDS_MAX = 2;
    private static final int RECEIVED_BYTES_MAX = 1 << 20;

    /// Where a call over plain HTTP does not leave the machine.
    private static final Set<String> NEAR =
            Set.of("localhost", "127.0.0.1", "[::1]", "host.docker.internal");

    private final String name;
    private final URI address;
    private final WebhookSigner signer;
    private final Outbound outbound;
    private final Clock clock;
    private final Pause pause;
    private final Tokens tokens;

    private HttpHook(
            String name, URI address, WebhookSigner signer, Outbound outbound, Clock clock,
            Pause pause, Tokens tokens) {
        this.name = name;
        this.address = address;
        this.signer = signer;
        this.outbound = outbound;
        this.clock = clock;
        this.pause = pause;
        this.tokens = tokens;
    }

    static HttpHook of(
            String name, HookConfig.Hook hook, Outbound outbound, Clock clock, Pause pause,
            Tokens tokens) {
        return new HttpHook(name, address(name, hook.uri()),
                WebhookSigner.of(name, hook.secrets()), outbound, clock, pause, tokens);
    }

    private static URI address(String name, String uri) {
        URI address;
        try {
            address = URI.create(uri);
        } catch (IllegalArgumentException noUri) {
            throw new IllegalArgumentException("hook " + name + ": its uri is none");
        }
        if (address.getHost() == null || address.getScheme() == null) {
            throw new IllegalArgumentException("hook " + name + ": its uri is not absolute");
        }
        boolean allowed = switch (address.getScheme().toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> NEAR.contains(address.getHost());
            default -> false;
        };
        if (!allowed) {
            throw new IllegalArgumentException("hook " + name
                    + ": expected pg-functions:, https:, or http: to this machine");
        }
        return address;
    }

    @Override
    public ObjectNode ask(Statements tx, ObjectNode payload) {
        var body = HookJson.text(payload);
        var id = tokens.id().toString();
        var deadline = Deadline.after(WAIT_MAX, clock.nanos());
        var reply = post(id, body, deadline, AuthCode.HOOK_TIMEOUT);
        if (busy(reply)) {
            waitFor(reply);
            reply = post(id, body, deadline, AuthCode.HOOK_TIMEOUT_AFTER_RETRY);
            if (busy(reply)) {
                throw AuthCode.HOOK_TIMEOUT_AFTER_RETRY.refusal(
                        "Hook " + name + " was busy twice");
            }
        }
        return read(reply);
    }

    private Reply post(String id, String body, Deadline deadline, AuthCode failure) {
        var headers = Headers.builder().add("Content-Type", "application/json")
                .add("Accept", "application/json");
        signer.sign(id, clock.now().getEpochSecond(), body, headers);
        try {
            return outbound.call(new Call("POST", address, headers.build(),
                    body.getBytes(StandardCharsets.UTF_8), RECEIVED_BYTES_MAX), deadline);
        } catch (Unreachable unreachable) {
            LOG.warn("hook {} was not reached: {}", name, unreachable.getMessage());
            throw failure.refusal("Hook " + name + " was not reached within "
                    + WAIT_MAX.toSeconds() + " seconds");
        }
    }

    private static boolean busy(Reply reply) {
        return reply.status() == 429 || reply.status() == 503;
    }

    private void waitFor(Reply busy) {
        var seconds = busy.headers().first("Retry-After");
        if (seconds == null || !seconds.matches("[0-" + RETRY_AFTER_SECONDS_MAX + "]")) {
            throw AuthCode.HOOK_TIMEOUT.refusal("Hook " + name + " is busy");
        }
        try {
            pause.about(Duration.ofSeconds(Long.parseLong(seconds)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw AuthCode.HOOK_TIMEOUT.refusal();
        }
    }

    /// An answer of the 4xx kind may carry a refusal as well as one of 200.
    private ObjectNode read(Reply reply) {
        boolean refused = reply.status() >= 400 && reply.status() < 500;
        if (!refused && !Set.of(200, 202, 204).contains(reply.status())) {
            throw unexpected(reply);
        }
        if (reply.body().length > ANSWER_BYTES_MAX) {
            throw AuthCode.HOOK_PAYLOAD_OVER_SIZE_LIMIT.refusal("The answer of hook " + name
                    + " is larger than " + ANSWER_BYTES_MAX + " bytes");
        }
        if (reply.body().length > 0 && !isJson(reply.headers().first("Content-Type"))) {
            throw refused ? unexpected(reply) : AuthCode.HOOK_PAYLOAD_INVALID_CONTENT_TYPE.refusal(
                    "Hook " + name + " did not answer with Content-Type application/json");
        }
        var answer = HookJson.read(name, reply.text());
        if (refused && !answer.path("error").isObject()) {
            throw unexpected(reply);
        }
        return answer;
    }

    private RuntimeException unexpected(Reply reply) {
        LOG.warn("hook {} answered with status {}", name, reply.status());
        return AuthCode.UNEXPECTED_FAILURE.refusal(
                "Hook " + name + " answered with status " + reply.status());
    }

    private static boolean isJson(String type) {
        return type != null
                && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }
}
