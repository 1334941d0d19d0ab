package dev.loam.spec.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.config.ConfigLoader;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.spec.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bodies that are looked at before PostgreSQL sees them, for requests that ask for it.
class ValidationSpec {
    private static final String SCHEMA = """
            create schema api;
            create type api.level as enum ('basic', 'full');
            create domain api.email as text check (value ~ '^[^@]+@[^@]+$');
            create table api.people (
                id integer generated always as identity primary key,
                email api.email not null, name varchar(10) not null default 'nobody',
                age integer check (age between 0 and 150), level api.level,
                born date, died date, about jsonb, tags text[],
                constraint lifetime check (died >= born)
            );
            comment on column api.people.about is
                'What people say. @schema {"type":"object","properties":{"pets":{"type":"integer"}},
                "additionalProperties":false}';
            create table api.orders (id integer, note text);
            comment on table api.orders is '@schema {"required":["note"],
                "properties":{"id":{"minimum":10},"note":{"type":"string","minLength":2}}}';
            create table api.filled (id integer not null check (id > 0), note varchar(3));
            create function api.fill() returns trigger language plpgsql as
                $$ begin new.id := 1; return new; end $$;
            create trigger fill before insert on api.filled
                for each row execute function api.fill();
            create view api.adults as select id, age, level from api.people where age > 17;
            create function api.add(a integer, b smallint, c api.level default 'full')
                returns integer language sql as 'select a + b';
            create table api.bad (id integer);
            comment on table api.bad is '@schema {"type":"nothing"}';
            grant usage on schema api to public;
            grant all on all tables in schema api to public;
            """;
    private static TestDatabase database;
    private static RestServer server;

    @BeforeAll
    static void start() {
        database = PostgresFixture.freshDatabase(SCHEMA);
        server = RestServer.start(database.url(), Map.of(
                "PGRST_DB_SCHEMAS", "api", "PGRST_DB_ANON_ROLE", "postgres"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawHttp.Answer send(
            String method, String target, String body, String... headers) {
        return send(server, method, target, body, headers);
    }

    private static RawHttp.Answer send(RestServer server, String method, String target,
            String body, String... headers) {
        List<String[]> all = new ArrayList<>();
        all.add(new String[] {"Prefer", "validation=all"});
        for (int i = 0; i < headers.length; i += 2) {
            all.add(new String[] {headers[i], headers[i + 1]});
        }
        if (all.stream().noneMatch(one -> one[0].equals("Content-Type"))) {
            all.add(new String[] {"Content-Type", "application/json"});
        }
        return server.http().send(method, target, all, body.getBytes(StandardCharsets.UTF_8));
    }

    /// `pointer code constraint` of each violation.
    private static List<String> told(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(answer.text());
        assertThat(problem.path("code").asString()).isEqualTo("LOAM-VALIDATION-001");
        return problem.path("errors").valueStream().map(one -> one.path("pointer").asString()
                + " " + one.path("code").asString()
                + (one.has("constraint") ? " " + one.path("constraint").asString() : "")).toList();
    }

    private static List<String> told(String target, String body, String... headers) {
        return told(send("POST", target, body, headers));
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThat(told("/people", """
                [{"email":"a@b","name":"ok","age":1,"level":"full","born":null,"died":null},
                {"email":"nobody","name":"too long a name","age":200,"level":"half",
                    "born":"2024-02-30","died":"2024-01-01"},
                {"email":null,"name":null,"age":"x","level":null,
                    "born":"2024-01-02","died":"2024-01-01"}]""")).containsExactly(
                "/1/email 23514 email_check", "/1/name 22001", "/1/level 22P02", "/1/born 22008",
                "/1/age 23514 people_age_check",
                "/2/email 23502", "/2/name 23502", "/2/age 22P02", "/2 23514 lifetime");
        assertThat(told("/people", "{\"age\":1.5,\"id\":7,\"un~known\":1}")).containsExactly(
                "/id 428C9", "/email 23502", "/age 22P02", "/un~0known PGRST204");
    }

    @Test
    void only_those_who_ask_are_told() {
        String body = "{\"email\":\"a@b\",\"age\":\"x\"}";
        RawHttp.Answer plain = send("POST", "/people", body, "Prefer", "return=minimal");
        assertThat(plain.status()).isEqualTo(422);
        RawHttp.Answer declined = server.http().send("POST", "/people", List.of(new String[][] {
            {"Content-Type", "application/json"}}), body.getBytes(StandardCharsets.UTF_8));
        assertThat(declined.status()).isEqualTo(400);
        assertThat(declined.text()).contains("\"code\":\"22P02\"");
        RawHttp.Answer accepted = server.http().send("POST", "/people", List.of(new String[][] {
            {"Content-Type", "application/json"},
            {"Accept", "application/json, application/problem+json"}}),
                body.getBytes(StandardCharsets.UTF_8));
        assertThat(told(accepted)).containsExactly("/age 22P02");
        RawHttp.Answer sound = send("POST", "/people", "{\"email\":\"c@d\"}");
        assertThat(sound.status()).as(sound.text()).isEqualTo(201);
        assertThat(sound.header("Preference-Applied")).isEqualTo("validation=all");
    }

    @Test
    void csv_and_lines_are_told_by_row_and_column() {
        assertThat(told("/people", "email,age\na@b,1\nnobody,x\n", "Content-Type", "text/csv"))
                .containsExactly("/1/email 23514 email_check", "/1/age 22P02");
        assertThat(told("/people", "{\"email\":\"a@b\"}\n\n{\"email\":\"b\"}\n",
                "Content-Type", "application/x-ndjson"))
                .containsExactly("/1/email 23514 email_check");
        assertThat(told("/people", "email=b&age=1000", "Content-Type",
                "application/x-www-form-urlencoded"))
                .containsExactly("/email 23514 email_check", "/age 23514 people_age_check");
    }

    @Test
    void named_columns_alone_count() {
        assertThat(told("/people?columns=email,age", "[{\"email\":\"a@b\",\"level\":\"none\"},{}]"))
                .containsExactly("/1/email 23502");
        assertThat(told(send("POST", "/people?columns=name,email", "[{\"email\":\"a@b\"}]")))
                .containsExactly("/0/name 23502");
        assertThat(send("POST", "/people?columns=name,email", "[{\"email\":\"a@b\"}]",
                "Prefer", "missing=default").status()).isEqualTo(201);
    }

    @Test
    void a_change_is_held_against_what_it_sets() {
        assertThat(told(send("PATCH", "/people?id=eq.0",
                "{\"email\":null,\"died\":\"2024-01-01\"}")))
                .containsExactly("/email 23502");
        assertThat(send("PATCH", "/people?id=eq.0", "{\"died\":\"2024-01-01\"}").status())
                .isEqualTo(204);
        assertThat(told(send("PATCH", "/people?id=eq.0", "{\"age\":-1,\"about\":{\"pets\":\"x\"}}",
                "Content-Type", "application/merge-patch+json")))
                .containsExactly("/age 23514 people_age_check");
    }

    @Test
    void behind_triggers_and_views_only_types_are_told() {
        assertThat(send("POST", "/filled", "{\"id\":null,\"note\":\"abc\"}").status())
                .isEqualTo(201);
        assertThat(told("/filled", "{\"id\":-1,\"note\":\"abcd\"}")).containsExactly("/note 22001");
        assertThat(told("/adults", "{\"age\":-5,\"level\":\"none\"}"))
                .containsExactly("/level 22P02");
    }

    @Test
    void arguments_of_functions_are_told_too() {
        assertThat(told("/rpc/add", "{\"a\":\"x\",\"b\":40000,\"c\":\"none\",\"d\":1}"))
                .containsExactly("/a 22P02", "/b 22003", "/c 22P02", "/d PGRST202");
        assertThat(told("/rpc/add", "{\"a\":1}")).containsExactly("/b PGRST202");
        assertThat(send("POST", "/rpc/add", "{\"a\":1,\"b\":2}").text()).isEqualTo("3");
    }

    @Test
    void documents_and_rows_are_held_against_their_schemas() {
        assertThat(told("/people",
                "[{\"email\":\"a@b\",\"about\":{\"pets\":1}},"
                        + "{\"email\":\"a@b\",\"about\":{\"pets\":\"x\",\"more\":1}}]"))
                .containsExactlyInAnyOrder("/1/about/pets json-schema type",
                        "/1/about json-schema additionalProperties");
        assertThat(told("/orders", "[{\"id\":\"x\",\"note\":\"ab\"},{\"id\":9,\"note\":\"a\"}]"))
                .containsExactlyInAnyOrder("/0/id 22P02", "/1/id json-schema minimum",
                        "/1/note json-schema minLength");
        assertThat(told("/orders", "{\"id\":11}"))
                .containsExactly("/note json-schema required");
        // A schema that cannot be used stops nothing.
        assertThat(send("POST", "/bad", "{\"id\":1}").status()).isEqualTo(201);
        assertThat(server.http().get("/", "Accept", "application/vnd.oai.openapi+json;version=3.1")
                .text()).contains("\"pets\"").doesNotContain("@schema");
    }

    @Test
    void a_schema_in_a_file_is_read_again_with_the_settings(@TempDir Path project)
            throws IOException {
        Path file = Files.createDirectory(project.resolve("schemas")).resolve("api.orders.json");
        Files.writeString(file, "{\"properties\":{\"id\":{\"maximum\":5}}}");
        var settings = ConfigLoader.load(new ConfigLoader.Sources(
                project, null, Map.of("LOAM_SERVER_PORT", "0"), List.of())).config().server();
        try (var other = RestServer.start(database.url(), Map.of(
                "PGRST_DB_SCHEMAS", "api", "PGRST_DB_ANON_ROLE", "postgres"), _ -> settings)) {
            assertThat(told(send(other, "POST", "/orders", "[{\"id\":5},{\"id\":9}]")))
                    .containsExactly("/1/id json-schema maximum");
            Files.writeString(file, "{\"required\":[\"note\"]}");
            other.serving().reconfigure();
            Eventually.within(Duration.ofSeconds(30), () ->
                    assertThat(told(send(other, "POST", "/orders", "{\"id\":9}")))
                            .containsExactly("/note json-schema required"));
        }
    }

    @Test
    void no_more_is_told_than_has_room() {
        String row = "{\"email\":\"nobody\"}";
        RawHttp.Answer answer = send("POST", "/people", "[" + (row + ",").repeat(150) + row + "]");
        assertThat(told(answer)).hasSize(100).endsWith("/99/email 23514 email_check");
        assertThat(answer.text()).contains("More than 100 things");
    }

    @Test
    void large_bodies_are_looked_at_as_they_arrive_and_nothing_is_kept() {
        String kept = database.value("select count(*) from api.people");
        String sound = "{\"email\":\"a@b\",\"name\":\"" + "n".repeat(9) + "\"}";
        String body = "[" + (sound + ",").repeat(40_000) + "{\"email\":\"b\",\"name\":null},"
                + (sound + ",").repeat(10_000) + "{\"email\":\"c\",\"name\":\"n\"}]";
        assertThat(told("/people", body)).containsExactly(
                "/40000/email 23514 email_check", "/40000/name 23502",
                "/50001/email 23514 email_check");
        assertThat(told("/people", "[{\"email\":\"b\",\"name\":null}," + body.substring(1)))
                .hasSize(5);
        assertThat(database.value("select count(*) from api.people")).isEqualTo(kept);
    }

    @Test
    void a_constraint_that_changes_is_known_after_the_reload() {
        database.execute("create domain api.few as integer check (value < 5);"
                + "create table api.counted (n api.few, m integer check (m > 1))");
        afterReload(() -> assertThat(told("/counted", "{\"n\":7,\"m\":1}"))
                .containsExactly("/n 23514 few_check", "/m 23514 counted_m_check"));
        database.execute("alter domain api.few drop constraint few_check;"
                + "alter table api.counted drop constraint counted_m_check");
        afterReload(() -> assertThat(send("POST", "/counted", "{\"n\":7,\"m\":1}").status())
                .isEqualTo(201));
        database.execute("delete from api.counted;"
                + "alter domain api.few add constraint most check (value < 9)");
        afterReload(() -> assertThat(told("/counted", "{\"n\":10}"))
                .containsExactly("/n 23514 most"));
    }

    private static void afterReload(Runnable check) {
        server.serving().reloadSchema();
        Eventually.within(Duration.ofSeconds(20), check);
    }
}
