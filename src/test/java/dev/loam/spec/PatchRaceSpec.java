package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// JSON Patches of a row that somebody else is writing.
class PatchRaceSpec {
    private static final String GREEN =
            "{\"op\": \"replace\", \"path\": \"/details/colour\", \"value\": \"green\"}";
    private static final String AS_IT_WAS =
            "{\"op\": \"test\", \"path\": \"/details/size/w\", \"value\": 3}";

    @Test
    void a_row_is_patched_as_the_other_one_leaves_it() throws SQLException {
        race("[" + GREEN + "]", 204, "green 4");
    }

    @Test
    void a_test_finds_what_the_other_one_changed() throws SQLException {
        race("[" + GREEN + ", " + AS_IT_WAS + "]", 409, "red 4");
    }

    private static void race(String patch, int status, String left) throws SQLException {
        TestDatabase database = CaseDatabase.fresh();
        try (var server = RestServer.start(database.url("case_login"), Map.of());
                Connection other = database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("update api.project set details ="
                    + " jsonb_set(details, '{size,w}', '4') where id = 1");
            var answer = CompletableFuture.supplyAsync(() -> patch(server, patch));
            Eventually.within(Duration.ofSeconds(20), () -> assertThat(database.value(
                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and datname = current_database()")).isEqualTo("1"));
            other.commit();
            assertThat(answer.join().status()).as(answer.join().text()).isEqualTo(status);
            assertThat(database.value("select (details ->> 'colour') || ' ' ||"
                    + " (details #>> '{size,w}') from api.project where id = 1"))
                    .isEqualTo(left);
        }
    }

    private static RawHttp.Answer patch(RestServer server, String patch) {
        return server.http().send("PATCH", "/project?id=eq.1", List.of(
                new String[][] {{"Content-Type", "application/json-patch+json"}}),
                patch.getBytes(StandardCharsets.UTF_8));
    }
}
