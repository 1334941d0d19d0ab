package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server over more tables than it takes in at a glance.
class ManyTablesSpec {
    private static final int TABLES = 1_500;
    private static final Duration SOON = Duration.ofSeconds(30);

    private static TestDatabase database;
    private static RestServer server;

    @BeforeAll
    static void start() {
        database = PostgresFixture.freshDatabase("""
                do $$
                begin
                    for i in 1..%d loop
                        execute format('create table t%%s (id int primary key, before_id int
                            references t%%s, name text)', i, greatest(1, i - 1));
                        if i %% 100 = 0 then commit; end if;
                    end loop;
                end $$
                """.formatted(TABLES));
        server = RestServer.start(database.url(), Map.of(
                "PGRST_DB_SCHEMAS", "public", "PGRST_DB_ANON_ROLE", "postgres"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void requests_are_answered_while_a_reload_waits() throws SQLException {
        database.execute("create view fresh as select * from t7");
        try (Connection holder = database.connect(); Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("lock table fresh in access exclusive mode");
            server.serving().reloadSchema();
            Eventually.within(SOON, () -> assertThat(database.value("""
                    select count(*) from pg_stat_activity
                    where wait_event_type = 'Lock' and datname = current_database()"""))
                    .isEqualTo("1"));
            for (int i = 1; i <= 50; i++) {
                RawHttp.Answer answer = server.http().get("/t" + (20 + i) + "?select=id,t19(id)");
                assertThat(answer.text()).contains("PGRST200");
                assertThat(server.http().get("/t" + (20 + i)).status()).isEqualTo(200);
            }
            assertThat(server.http().get("/fresh").status()).isEqualTo(404);
            holder.rollback();
        }
        Eventually.within(SOON, () ->
                assertThat(server.http().get("/fresh").status()).isEqualTo(200));
    }

    @Test
    void the_description_is_sent_as_it_is_made() {
        for (String type : new String[] {
                "application/openapi+json", "application/vnd.oai.openapi+json;version=3.1"}) {
            RawHttp.Answer answer = server.http().get("/", "Accept", type);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
            JsonNode document = new JsonMapper().readTree(
                    new String(answer.body(), StandardCharsets.UTF_8));
            assertThat(document.path("paths").has("/t" + TABLES)).isTrue();
            assertThat(document.path("paths").size()).isGreaterThan(TABLES);
        }
    }

    @Test
    void a_name_near_one_of_many_is_suggested() {
        assertThat(server.http().get("/t1499x").text()).contains("public.t1499");
    }
}
