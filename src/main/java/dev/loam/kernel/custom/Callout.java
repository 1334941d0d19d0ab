package dev.loam.kernel.custom;

import dev.loam.base.config.Secret;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a service of the user's own by POST.
///
/// A status from 200 to 299 lets the request go on; its body may be empty, or a JSON object with
/// `request_headers` and `response_headers`. One from 400 to 499 is the answer to the client, with
/// its body. Anything else, or nothing in time, is a failure.
final class Callout implements Check {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ANSWER_BYTES_MAX = 64 << 10;
    private static final int FAILURES_MAX = 5;
    private static final Duration REST = Duration.ofSeconds(5);
    /// What a refusal says in its head and clients have to know.
    private static final List<String> PASSED_ON =
            List.of("Content-Type", "WWW-Authenticate", "Retry-After", "Location");

    private final Settings settings;
    private final String route;
    private final Outbound outbound;
    private final Clock clock;
    private final Semaphore places;
    private final Circuit circuit;
    private final Headers head;

    /// `secret` is sent as a bearer token, null for none; no more than `callsMax` are under way at
    /// once.
    record Settings(URI address, Duration timeMax, int callsMax, Secret secret) {
    }

    /// What the callouts of one stage share, whatever the route.
    record Shared(Semaphore places, Circuit circuit) {
        static Shared of(Settings settings, Clock clock) {
            return new Shared(new Semaphore(settings.callsMax()),
                    new Circuit(FAILURES_MAX, REST, clock));
        }
    }

    Callout(Settings settings, String route, Outbound outbound, Clock clock, Shared shared) {
        this.settings = settings;
        this.route = route;
        this.outbound = outbound;
        this.clock = clock;
        this.places = shared.places();
        this.circuit = shared.circuit();
        var fields = Headers.builder().add("Content-Type", "application/json")
                .add("Accept", "application/json");
        if (settings.secret() != null) {
            fields.add("Authorization", "Bearer " + settings.secret().value());
        }
        this.head = fields.build();
    }

    @Override
    public Ruling of(Exchange exchange) throws CheckFailed {
        long now = clock.nanos();
        var deadline = Limits.within(settings.timeMax(), exchange, now);
        if (!circuit.allows()) {
            throw CheckFailed.away("it failed " + FAILURES_MAX + " times in a row and is left"
                    + " alone for a while");
        }
        enter(deadline.left(now));
        try {
            return ruling(outbound.call(new Call("POST", settings.address(), head,
                    Facts.json(exchange, route).getBytes(StandardCharsets.UTF_8),
                    ANSWER_BYTES_MAX), deadline));
        } catch (Unreachable unreachable) {
            circuit.failed();
            throw CheckFailed.away(unreachable.getMessage());
        } finally {
            places.release();
        }
    }

    private void enter(Duration atMost) throws CheckFailed {
        try {
            if (places.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw CheckFailed.away(settings.callsMax() + " calls are under way already");
    }

    private Ruling ruling(Reply reply) throws CheckFailed {
        int hundreds = reply.status() / 100;
        if (hundreds != 2 && hundreds != 4) {
            circuit.failed();
            throw CheckFailed.away("it answered " + reply.status());
        }
        circuit.succeeded();
        return hundreds == 2 ? goOn(reply) : refusal(reply);
    }

    private static Ruling goOn(Reply reply) throws CheckFailed {
        if (reply.body().length == 0) {
            return Ruling.PLAIN;
        }
        JsonNode said;
        try {
            said = JSON.readTree(reply.body());
        } catch (JacksonException _) {
            // A service that answers `ok` in plain words has said what it had to.
            return Ruling.PLAIN;
        }
        return new Ruling.GoOn(Fields.of(said.path("request_headers")),
                Fields.of(said.path("response_headers")));
    }

    private static Ruling refusal(Reply reply) {
        var fields = Headers.builder();
        for (String name : PASSED_ON) {
            String value = reply.headers().first(name);
            if (value != null) {
                fields.add(name, value);
            }
        }
        return new Ruling.Answer(
                HttpResponse.Full.of(reply.status(), fields.build(), reply.body()));
    }
}
