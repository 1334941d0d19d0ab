package dev.loam.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

class EcsFormatTest {
    private static final TraceContext TRACE = new TraceContext(1, 2, 3, 0, true, null);
    private static final Instant NOW = Instant.parse("2026-11-29T09:00:00Z");
    private static final Hidden HIDDEN = new Hidden(false, List.of());

    private final EcsFormat format = new EcsFormat("shop", "1.2", HIDDEN);
    private final Trail trail = Trail.plain();

    @Test
    void a_request_has_the_fields_of_the_schema() {
        trail.actsFor(new Caller("authenticated", "{\"role\":\"authenticated\"}", false,
                Set.of(), "u-7", null));
        trail.in(TRACE);
        trail.concerns("film");
        JsonNode line = access("/rest/v1/film", "id=eq.7&select=id", 201, "Referer",
                "https://a.example/?code=1", "User-Agent", "curl/8");

        assertThat(line.path("@timestamp").asString()).isEqualTo("2026-11-29T09:00:00.000Z");
        assertThat(line.path("log.level").asString()).isEqualTo("info");
        assertThat(line.path("message").asString()).isEqualTo("POST /rest/v1/film 201");
        assertThat(line.path("service.name").asString()).isEqualTo("shop");
        assertThat(line.path("service.version").asString()).isEqualTo("1.2");
        assertThat(line.path("event.dataset").asString()).isEqualTo("loam.access");
        assertThat(line.path("event.outcome").asString()).isEqualTo("success");
        assertThat(line.path("event.duration").asLong()).isEqualTo(1_500_000);
        assertThat(line.path("http.request.method").asString()).isEqualTo("POST");
        assertThat(line.path("http.request.body.bytes").asLong()).isEqualTo(2);
        assertThat(line.path("http.response.status_code").asInt()).isEqualTo(201);
        assertThat(line.path("http.response.body.bytes").asLong()).isEqualTo(3);
        assertThat(line.path("http.version").asString()).isEqualTo("1.1");
        assertThat(line.path("url.path").asString()).isEqualTo("/rest/v1/film");
        assertThat(line.path("url.query").asString()).isEqualTo("id=***&select=id");
        assertThat(line.path("client.ip").asString()).isEqualTo("127.0.0.1");
        assertThat(line.path("user.id").asString()).isEqualTo("u-7");
        assertThat(line.path("user.roles").get(0).asString()).isEqualTo("authenticated");
        assertThat(line.path("trace.id").asString()).isEqualTo(TRACE.traceId());
        assertThat(line.path("span.id").asString()).isEqualTo(TRACE.spanId());
        assertThat(line.path("http.request.id").asString()).isEqualTo("r-1");
        assertThat(line.path("http.request.referrer").asString())
                .isEqualTo("https://a.example/?code=***");
        assertThat(line.path("labels.table").asString()).isEqualTo("film");
    }

    @ParameterizedTest
    @CsvSource({"399, info, success", "404, warn, failure", "503, error, failure"})
    void level_and_outcome_go_by_the_status(int status, String level, String outcome) {
        JsonNode line = access("/", null, status);

        assertThat(line.path("log.level").asString()).isEqualTo(level);
        assertThat(line.path("event.outcome").asString()).isEqualTo(outcome);
        assertThat(line.has("url.query")).isFalse();
    }

    @Test
    void what_a_client_sends_stays_within_its_field() {
        JsonNode line = access("/a\"},{\"x\u0001\u00e9", "q=\u0085\"\\", 200, "User-Agent",
                "a\tb\"\\\u2028{");

        assertThat(line.path("url.path").asString()).isEqualTo("/a\"},{\"x%01%E9");
        assertThat(line.path("user_agent.original").asString()).isEqualTo("a\tb\"\\\u2028{");
    }

    @Test
    void an_event_has_its_pairs_as_fields_and_the_ids_of_its_request() {
        trail.names("r-9", "rest");
        trail.in(TRACE);
        LoggingEvent event = event("Slow: {}\nand more password=abc", 7);
        event.addKeyValuePair(new KeyValuePair("event.duration", 12L));
        event.addKeyValuePair(new KeyValuePair("event.category", List.of("database")));
        event.addKeyValuePair(new KeyValuePair("event.dataset", "loam.slow"));
        event.addKeyValuePair(new KeyValuePair("loam.outcome", null));
        JsonNode line = EcsFields.checked(format.line(event, trail));

        assertThat(line.path("message").asString())
                .isEqualTo("Slow: 7\nand more password=***");
        assertThat(line.path("event.duration").asLong()).isEqualTo(12);
        assertThat(line.path("event.dataset").asString()).isEqualTo("loam.slow");
        assertThat(line.path("http.request.id").asString()).isEqualTo("r-9");
        assertThat(line.path("trace.id").asString()).isEqualTo(TRACE.traceId());
        assertThat(line.has("loam.outcome")).isFalse();
    }

    @Test
    void a_failure_has_type_message_and_trace() {
        LoggingEvent event = new LoggingEvent("x", logger(), Level.ERROR, "broke",
                new IllegalStateException("no \"way\" with Bearer abcdefgh"), null);
        JsonNode line = EcsFields.checked(format.line(event, null));

        assertThat(line.path("log.level").asString()).isEqualTo("error");
        assertThat(line.path("error.type").asString())
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(line.path("error.message").asString())
                .isEqualTo("no \"way\" with Bearer ***");
        assertThat(line.path("error.stack_trace").asString())
                .contains("at dev.loam.app.log.EcsFormatTest").doesNotContain("abcdefgh");
    }

    @Test
    void a_text_has_a_bound() {
        JsonNode line = EcsFields.checked(format.line(event("x".repeat(1 << 20)), null));

        assertThat(line.path("message").asString()).hasSizeLessThan(40_000).endsWith("…");
    }

    private JsonNode access(String path, String query, int status, String... headers) {
        var request = new HttpRequest("POST", path, query, Headers.of(headers),
                Body.of("[]".getBytes(StandardCharsets.UTF_8)), LocalPeer.ANY, false);
        var entry = new AccessEntry(Exchange.of(request, path).withTrail(trail)
                .withRequestId("r-1"), "rest", HttpResponse.Full.json(status, "[1]"), 1_500_000,
                new AccessEntry.From(NOW, ZoneOffset.UTC, HIDDEN, true));
        return EcsFields.checked(format.line(event("{}", entry), Trail.plain()));
    }

    private static LoggingEvent event(String message, Object... arguments) {
        return new LoggingEvent("x", logger(), Level.INFO, message, null, arguments);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.loam.test");
    }
}
