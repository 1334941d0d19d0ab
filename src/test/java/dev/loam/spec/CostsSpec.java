package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.config.CostSettings;
import dev.loam.fixture.CaseRun;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Bounds on what PostgreSQL expects a request to cost.
class CostsSpec {
    @TestFactory
    Stream<DynamicTest> requests_are_refused_before_they_run() {
        TestDatabase database = CaseDatabase.fresh("costs.sql");
        var server = RestServer.startChanged(database.url("case_login"), Map.of(
                "PGRST_DB_AGGREGATES_ENABLED", "true", "PGRST_DB_PLAN_ENABLED", "true"),
                rest -> rest.withCosts(new CostSettings(300, 20)));
        return CaseRun.tests("costs.txt", server).onClose(server::close);
    }

    @Test
    void a_bound_on_aggregates_leaves_all_else_alone() {
        TestDatabase database = CaseDatabase.fresh("costs.sql");
        try (var server = RestServer.startChanged(database.url("case_login"),
                Map.of("PGRST_DB_AGGREGATES_ENABLED", "true"),
                rest -> rest.withCosts(new CostSettings(null, 20)))) {
            assertThat(server.http().get("/wide?select=id&limit=19000").status()).isEqualTo(200);
            assertThat(server.http().get("/wide?select=count()").status()).isEqualTo(422);
        }
    }

    /// More rows than are sent whole: the statement that would be read row by row is what counts.
    @Test
    void a_large_result_costs_what_all_of_it_costs() {
        TestDatabase database = CaseDatabase.fresh("costs.sql");
        database.execute("insert into api.wide select n, 1, 'more' from"
                + " generate_series(30001, 200000) n; analyze api.wide");
        try (var server = RestServer.startChanged(database.url("case_login"), Map.of(),
                rest -> rest.withCosts(new CostSettings(1000, null)))) {
            assertThat(server.http().get("/wide?select=id&limit=20000").status()).isEqualTo(200);
            assertThat(server.http().get("/wide?select=id").status()).isEqualTo(422);
        }
    }

    @Test
    void what_runs_before_a_request_leaves_its_traces_once() {
        TestDatabase database = CaseDatabase.fresh("costs.sql");
        try (var server = RestServer.startChanged(database.url("case_login"),
                Map.of("PGRST_DB_PRE_REQUEST", "hidden.noted"),
                rest -> rest.withCosts(new CostSettings(300, null)))) {
            RawHttp.Answer answer = server.http().send("PATCH", "/wide?id=eq.1", List.of(
                    new String[][] {{"Content-Type", "application/json"}}),
                    "{\"word\": \"x\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).as(answer.text()).isEqualTo(204);
            assertThat(database.value("select count(*) from hidden.calls")).isEqualTo("1");
        }
    }
}
