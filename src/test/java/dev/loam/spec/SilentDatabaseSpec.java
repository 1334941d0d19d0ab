package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Where no SQL of the database's own sets an answer's headers or status, reads of tables are put
/// together row by row, and of writes only the number is asked. The answers are the same as where
/// some does.
class SilentDatabaseSpec {
    /// Functions that could set something lose the words by which they would; no case calls them.
    private static final String SILENCE = """
            update pg_catalog.pg_proc set prosqlbody = null, prosrc = 'select 1'
            where oid >= 16384 and coalesce(pg_get_function_sqlbody(oid), prosrc)
                ~* '(set_config|response|execute)';
            """;
    /// A statement of its own for each table that was read, as of a request.
    private static final String ROW_BY_ROW = """
            select exists (select from pg_stat_activity
                where datname = current_database() and query like 'SELECT pg_catalog.row_to_json(%')
            """;

    private static TestDatabase cases;
    private static RestServer server;
    private static RestServer rich;

    @BeforeAll
    static void start() {
        cases = CaseDatabase.fresh();
        cases.execute(SILENCE);
        server = RestServer.start(cases.url("case_login"), Map.of());
        TestDatabase database = CaseDatabase.rich();
        database.execute(SILENCE);
        rich = RestServer.start(database.url("case_login"), CaseDatabase.RICH_SETTINGS);
    }

    @AfterAll
    static void stop() {
        server.close();
        rich.close();
    }

    @TestFactory
    Stream<DynamicTest> the_same_answers() {
        return Stream.of("reading", "embedding", "representations", "writing")
                .flatMap(file -> CaseRun.tests(file + ".txt", server));
    }

    @TestFactory
    Stream<DynamicTest> the_same_answers_of_a_rich_schema() {
        return Stream.of("fields", "casts", "jsonpaths", "filters", "orders", "ranges", "singular",
                        "representing", "more", "relations", "targets", "hints", "spreads",
                        "aggregates", "inserts", "upserts", "updates", "deletes", "preferring")
                .flatMap(file -> CaseRun.tests("rich/" + file + ".txt", rich));
    }

    @Test
    void they_are_read_row_by_row() throws Exception {
        answer(server, "/client?limit=5");
        assertThat(cases.value(ROW_BY_ROW)).isEqualTo("t");
    }

    @Test
    void a_policy_that_sets_a_header_is_heeded_whatever_it_calls() throws Exception {
        TestDatabase database = PostgresFixture.freshDatabase("""
                create role silent_reader;
                create schema api;
                create table api.notes (id int primary key);
                insert into api.notes values (1);
                create function public.marks() returns boolean language plpgsql as $$
                begin
                    set local "response"."headers" = '[{"X-Marked": "yes"}]';
                    return true;
                end $$;
                create policy marking on api.notes using (public.marks());
                alter table api.notes enable row level security;
                grant usage on schema api to silent_reader;
                grant select on api.notes to silent_reader;
                """);
        try (RestServer marked = RestServer.start(database.url(), Map.of(
                "PGRST_DB_SCHEMAS", "api", "PGRST_DB_ANON_ROLE", "silent_reader"))) {
            HttpResponse<String> answer = answer(marked, "/notes");
            assertThat(answer.body()).isEqualTo("[{\"id\":1}]");
            assertThat(answer.headers().firstValue("X-Marked")).hasValue("yes");
        }
    }

    @Test
    void a_default_that_sets_a_header_is_heeded() throws Exception {
        TestDatabase database = PostgresFixture.freshDatabase("""
                create role silent_writer;
                create schema api;
                create table api.notes (
                    id int primary key,
                    mark text default
                        set_config('response.headers', '[{"X-Marked": "yes"}]', true));
                grant usage on schema api to silent_writer;
                grant insert on api.notes to silent_writer;
                """);
        try (RestServer marked = RestServer.start(database.url(), Map.of(
                "PGRST_DB_SCHEMAS", "api", "PGRST_DB_ANON_ROLE", "silent_writer"))) {
            HttpResponse<String> answer = sent(HttpRequest.newBuilder(uri(marked, "/notes"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"id\": 1}")));
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("X-Marked")).hasValue("yes");
        }
    }

    private static HttpResponse<String> answer(RestServer server, String target) throws Exception {
        return sent(HttpRequest.newBuilder(uri(server, target)));
    }

    private static URI uri(RestServer server, String target) {
        return URI.create("http://127.0.0.1:" + server.port() + target);
    }

    private static HttpResponse<String> sent(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
