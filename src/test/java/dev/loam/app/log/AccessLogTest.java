package dev.loam.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.config.LogLevel;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.Peer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
    private static final Hidden SHOWN = new Hidden(true, List.of());

    private final List<String> lines = new ArrayList<>();

    @Test
    void a_line_says_who_asked_what_and_got_which_answer() {
        Trail trail = Trail.of(null, true);
        trail.actsAs("webuser");
        trail.runs("SELECT 1");

        log(LogLevel.INFO, exchange(trail, "/clients", "id=eq.1", "User-Agent", "curl/7.64.0"),
                200);

        assertThat(lines).containsExactly("26/Jul/2021:06:56:38 +0000: SELECT 1",
                "10.0.0.7 - webuser [26/Jul/2021:06:56:38 +0000] \"GET /clients?id=eq.1 HTTP/1.1\""
                        + " 200 2 \"\" \"curl/7.64.0\"");
    }

    @Test
    void a_client_can_neither_end_a_field_nor_begin_a_line() {
        log(LogLevel.INFO, exchange(Trail.plain(), "/a\"b", null, "User-Agent", "x\\\u0085\"y"),
                404);

        assertThat(lines).containsExactly("10.0.0.7 - - [26/Jul/2021:06:56:38 +0000] "
                + "\"GET /a\\\"b HTTP/1.1\" 404 2 \"\" \"x\\\\\\x85\\\"y\"");
    }

    @ParameterizedTest
    @CsvSource({"CRIT, 500, 0", "ERROR, 499, 0", "ERROR, 500, 1", "WARN, 399, 0", "WARN, 400, 1",
        "INFO, 200, 1", "DEBUG, 200, 1"})
    void the_level_says_which_answers_are_logged(LogLevel level, int status, int logged) {
        log(level, exchange(Trail.plain(), "/", null), status);

        assertThat(lines).hasSize(logged);
    }

    @Test
    void a_line_for_people_can_tell_of_time_and_ids() {
        new AccessLog(() -> LogLevel.INFO, new Noon(), ZoneOffset.UTC, SHOWN, true,
                entry -> lines.add(entry.toString())).answered(
                exchange(Trail.plain(), "/", null).withRequestId("abc-1"), "rest",
                HttpResponse.Full.json(200, "[]"), 2_340_000);

        assertThat(lines.getFirst()).endsWith("\" 200 2 \"\" \"\" 2.3ms abc-1 -");
    }

    private void log(LogLevel level, Exchange exchange, int status) {
        new AccessLog(() -> level, new Noon(), ZoneOffset.UTC, SHOWN, false,
                entry -> lines.addAll(entry.toString().lines().toList())).answered(
                exchange, "rest", HttpResponse.Full.json(status, "[]"), 1);
    }

    private static Exchange exchange(Trail trail, String path, String query, String... headers) {
        return Exchange.of(new HttpRequest("GET", path, query, Headers.of(headers), Body.EMPTY,
                new Somebody(), false), path).withTrail(trail);
    }

    private record Noon() implements Clock {
        @Override
        public Instant now() {
            return Instant.parse("2021-07-26T06:56:38Z");
        }

        @Override
        public long nanos() {
            return 0;
        }
    }

    private record Somebody() implements Peer {
        @Override
        public String address() {
            return "10.0.0.7";
        }

        @Override
        public int port() {
            return 1;
        }

        @Override
        public boolean gone() {
            return false;
        }
    }
}
