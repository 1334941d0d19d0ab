package dev.loam.modules.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.kernel.pipeline.PipelineConfig;
import dev.loam.kernel.pipeline.PipelineParts;
import dev.loam.kernel.pipeline.StandardPipeline;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelPageTest {
    private static final String CHANGE =
            "{\"logger\":\"dev.loam.kernel\",\"level\":\"debug\",\"for\":\"2m\"}";
    private static final String JSON = "application/json";

    private final NoLevels levels = new NoLevels();
    private final StandardPipeline admin = new StandardPipeline(PipelineConfig.CLOSED,
            AdminModule.open(List.of(), () -> "", _ -> { }, List.of(), levels).routes(),
            PipelineParts.plain(null, AccessJournal.NONE, new HandClock()));

    @Test
    void a_change_is_made_and_the_levels_are_answered() {
        HttpResponse response = put("127.0.0.1", "localhost:8001", JSON, CHANGE);

        assertThat(levels.changes).containsExactly("dev.loam.kernel debug PT2M");
        assertThat(text(response)).isEqualTo("{\"levels\":["
                + "{\"logger\":\"dev.loam\",\"level\":\"info\"},"
                + "{\"logger\":\"dev.loam.kernel\",\"level\":\"debug\","
                + "\"until\":\"2026-01-01T00:00:00Z\"}]}");
    }

    @Test
    void no_level_takes_a_change_back_and_no_time_is_ten_minutes() {
        put("::1", "[::1]:8001", JSON, "{\"logger\":\"access\",\"level\":null}");
        put("0:0:0:0:0:0:0:1", "127.0.0.1", JSON, "{\"logger\":\"access\",\"level\":\"info\"}");

        assertThat(levels.changes).containsExactly("access null PT10M", "access info PT10M");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10.0.0.7  | localhost:8001      | application/json | 403 | LOAM-ADMIN-003",
        "127.0.0.1 | evil.example:8001   | application/json | 403 | LOAM-ADMIN-003",
        "127.0.0.1 | 127.0.0.1.evil.test | application/json | 403 | LOAM-ADMIN-003",
        "127.0.0.1 | localhost           | text/plain       | 415 | LOAM-ADMIN-004",
        "127.0.0.1 | localhost           |                  | 415 | LOAM-ADMIN-004"})
    void only_this_machine_changes_a_level_and_no_page_in_its_browsers(
            String client, String host, String type, int status, String code) {
        HttpResponse response = put(client, host, type, CHANGE);

        assertThat(response.status()).isEqualTo(status);
        assertThat(text(response)).contains(code);
        assertThat(levels.changes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[]                                                    | Wanted an object",
        "{\"logger\"                                           | Wanted an object",
        "{\"logger\":\"a\"}                                    | level: wanted, or null",
        "{\"level\":\"debug\"}                                 | logger: wanted",
        "{\"logger\":7,\"level\":\"debug\"}                    | logger: wanted a text",
        "{\"logger\":\"a\",\"level\":\"debug\",\"for\":\"x\"}  | for: wanted a duration",
        "{\"logger\":\"a\",\"level\":\"debug\",\"untl\":\"x\"} | untl: there are logger"})
    void what_is_no_change_is_refused_with_the_member_that_is_wrong(String body, String why) {
        HttpResponse response = put("127.0.0.1", "localhost", JSON, body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response)).contains("LOAM-ADMIN-005", why);
        assertThat(levels.changes).isEmpty();
    }

    private HttpResponse put(String client, String host, String type, String body) {
        Headers headers = type == null ? Headers.of("Host", host)
                : Headers.of("Host", host, "Content-Type", type);
        return admin.handle(new HttpRequest("PUT", "/log-level", null, headers,
                Body.of(body.getBytes(StandardCharsets.UTF_8)), new LocalPeer(client, 1), false));
    }

    private static String text(HttpResponse response) {
        return new String(((HttpResponse.Full) response).body(), StandardCharsets.UTF_8);
    }
}
