package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Results of more rows than an answer has at hand (20,000): they are sent as they are read.
class StreamingSpec {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROWS = 30_000;
    private static RestServer server;

    @BeforeAll
    static void start() {
        server = RestServer.start(PostgresFixture.freshDatabase("""
                do $$ begin
                  if not exists (select from pg_roles where rolname = 'case_anon') then
                    create role case_anon nologin;
                  end if;
                  if not exists (select from pg_roles where rolname = 'case_login') then
                    create role case_login login noinherit password 'case';
                  end if;
                end $$;
                grant case_anon to case_login;
                create schema api;
                create schema other;
                grant usage on schema api to case_anon;
                create table api.many (id integer primary key, "odd, name" text, note text);
                insert into api.many
                  select n, 'a "b"\\c', case when n % 2 = 0 then E'line\\nfeed' end
                  from generate_series(1, 30000) n;
                create table api.few (id integer primary key, name text);
                insert into api.few values (1, 'one'), (2, null);
                grant select on api.many, api.few to case_anon;
                """).url("case_login"), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "application/json | application/json; charset=utf-8",
        "application/vnd.pgrst.array+json;nulls=stripped | "
                + "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8",
        "text/csv | text/csv; charset=utf-8",
        "application/x-ndjson | application/x-ndjson; charset=utf-8"})
    void a_large_result_is_streamed_and_reads_like_a_small_one(String accept, String type) {
        RawHttp.Answer large = server.http().get("/many?order=id", "Accept", accept);
        RawHttp.Answer small = server.http().get("/many?order=id&limit=100", "Accept", accept);

        assertThat(large.status()).isEqualTo(200);
        assertThat(large.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(small.header("Transfer-Encoding")).isNull();
        assertThat(large.header("Content-Type")).isEqualTo(type).isEqualTo(
                small.header("Content-Type"));
        assertThat(large.header("Content-Range")).isEqualTo("0-29999/*");
        String beginning = small.text().endsWith("]")
                ? small.text().substring(0, small.text().length() - 1) : small.text();
        assertThat(withoutBlanks(large.text())).startsWith(withoutBlanks(beginning));
    }

    /// PostgreSQL's `json_agg` puts line feeds between the rows.
    private static String withoutBlanks(String text) {
        return text.replaceAll("}, ?\n? ?\\{", "},{");
    }

    @Test
    void lines_of_json_are_objects_each() {
        RawHttp.Answer answer = server.http().get(
                "/many?select=id,note&order=id.desc", "Accept", "application/x-ndjson",
                "Prefer", "count=exact");

        String[] lines = answer.text().split("\n");
        assertThat(lines).hasSize(ROWS);
        assertThat(answer.text()).endsWith("}\n");
        JsonNode first = JSON.readTree(lines[0]);
        assertThat(first.path("id").asInt()).isEqualTo(ROWS);
        assertThat(first.path("note").asString()).isEqualTo("line\nfeed");
        assertThat(answer.header("Content-Range")).isEqualTo("0-29999/30000");
    }

    @Test
    void a_few_lines_come_whole() {
        RawHttp.Answer answer = server.http().get(
                "/few?order=id", "Accept", "application/x-ndjson");

        assertThat(answer.text()).isEqualTo("""
                {"id":1,"name":"one"}
                {"id":2,"name":null}
                """);
        assertThat(answer.header("Content-Length")).isEqualTo("43");
        assertThat(server.http().get("/few?id=eq.0", "Accept", "application/x-ndjson").text())
                .isEmpty();
    }

    @Test
    void csv_has_its_header_once_and_no_end_of_its_own() {
        String text = server.http().get("/many?select=*,n:id&order=id", "Accept", "text/csv")
                .text();

        assertThat(text).startsWith("id,\"odd, name\",note,n\n1,\"a \"\"b\"\"\\c\",,1\n2,");
        assertThat(text).endsWith("\"line\nfeed\",30000");
        assertThat(text.split("odd, name")).hasSize(2);
    }

    @Test
    void a_page_of_a_large_result_is_streamed_too() {
        RawHttp.Answer answer = server.http().get("/many?select=id&order=id&offset=5&limit=25000",
                "Prefer", "count=exact");

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).isEqualTo("5-25004/30000");
        JsonNode rows = JSON.readTree(answer.body());
        assertThat(rows.size()).isEqualTo(25_000);
        assertThat(rows.get(0).path("id").asInt()).isEqualTo(6);
    }
}
