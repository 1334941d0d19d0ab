package dev.loam.spec;

import static dev.loam.spec.ManyRows.CSV;
import static dev.loam.spec.ManyRows.JSON;
import static dev.loam.spec.ManyRows.LINES;
import static dev.loam.spec.ManyRows.NOTE;
import static dev.loam.spec.ManyRows.ROWS;
import static dev.loam.spec.ManyRows.many;
import static dev.loam.spec.ManyRows.pairs;
import static dev.loam.spec.ManyRows.post;
import static dev.loam.spec.ManyRows.row;
import static dev.loam.spec.ManyRows.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Inserts whose bodies are larger than what is taken whole (1 MiB): they are read as they arrive,
/// in several statements of one transaction.
class BulkInsertSpec {
    private static final ManyRows MANY = new ManyRows();
    private static RestServer server;

    @BeforeAll
    static void start() {
        server = RestServer.start(MANY.database.url("case_login"), Map.of("PGRST_DB_POOL", "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        MANY.empty();
    }

    private static RawHttp.Answer bulk(String target, String body, String... headers) {
        assertThat(body.length()).isGreaterThan(1 << 20);
        return post(server, target, body, headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, CSV, LINES})
    void all_rows_are_kept_as_they_were_sent(String type) {
        RawHttp.Answer answer = bulk("/good", many(type), "Content-Type", type,
                "Prefer", "count=exact");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("Content-Range")).isEqualTo("*/" + ROWS);
        assertThat(answer.header("Preference-Applied")).isEqualTo("count=exact");
        assertThat(MANY.database.value("select count(*) filter (where note = '"
                + NOTE + "' || id and amount = 7) || ' ' || sum(id) from api.good"))
                .isEqualTo(ROWS + " " + (ROWS - 1L) * ROWS / 2);
        assertThat(MANY.statements()).isGreaterThan(3);
        assertThat(MANY.database.value("select sum(rows) from api.seen"))
                .isEqualTo(Integer.toString(ROWS));
        assertThat(answer.header("X-Statement")).isEqualTo(Long.toString(MANY.statements()));
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, CSV, LINES})
    void a_length_need_not_be_told(String type) {
        RawHttp.Answer answer = server.http().post("/good", pairs("Content-Type", type),
                out -> out.write(many(type).getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(MANY.kept()).isEqualTo(ROWS);
        assertThat(MANY.statements()).isGreaterThan(3);
    }

    @Test
    void a_small_body_of_untold_length_is_one_statement() {
        RawHttp.Answer answer = server.http().post("/good", pairs(), out -> {
            out.write("[{\"id\":1},".getBytes(StandardCharsets.UTF_8));
            out.flush();
            out.write("{\"id\":2}]".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(answer.status()).isEqualTo(201);
        assertThat(MANY.database.value("select string_agg(rows::text, ' ') from api.seen"))
                .isEqualTo("2");
    }

    @Test
    void few_lines_are_rows_too() {
        RawHttp.Answer answer = post(server, "/good?select=id,note", "{\"id\":1,\"note\":\"a\"}\n\n"
                + "{\"note\":null,\"id\":2}\n", "Content-Type", LINES + "; charset=utf-8",
                "Prefer", "return=representation", "Accept", LINES);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.text()).isEqualTo("""
                {"id":1,"note":"a"}
                {"id":2,"note":null}
                """);
        assertThat(post(server, "/good", "{\"id\":3}\n{\"id\":", "Content-Type", LINES).text())
                .contains("PGRST102", "Empty or invalid json");
        assertThat(server.http().send("PATCH", "/good?id=eq.1", pairs("Content-Type", LINES),
                "{\"id\":3}".getBytes(StandardCharsets.UTF_8)).text())
                .contains("Content-Type not acceptable: " + LINES);
        assertThat(MANY.kept()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                 | return=representation
            text/csv                         | return=representation
            application/x-ndjson             | return=representation
            application/vnd.pgrst.array+json;nulls=stripped | return=representation
            application/json                 | return=headers-only
            application/json                 | return=minimal,count=exact
            """)
    void the_answer_is_that_of_one_statement(String accept, String prefer) {
        RawHttp.Answer parts = bulk("/good?select=*,n:id", many(JSON), "Accept", accept,
                "Prefer", prefer);
        long several = MANY.statements();
        MANY.empty();
        // An order concerns all rows, so that they are taken whole.
        RawHttp.Answer whole = bulk("/good?select=*,n:id&order=id", many(JSON), "Accept", accept,
                "Prefer", prefer);
        assertThat(parts.status()).isEqualTo(201);
        assertThat(several).isGreaterThan(3);
        if (prefer.equals("return=representation")) {
            assertThat(MANY.statements()).isEqualTo(1);
        }
        int same = Arrays.mismatch(parts.body(), whole.body());
        assertThat(same).as(around(parts, same) + " for " + around(whole, same)).isNegative();
        for (String[] header : whole.headers()) {
            if (!header[0].matches("Date|X-Statement|X-Request-Id|Server-Timing")) {
                assertThat(parts.header(header[0])).as(header[0]).isEqualTo(header[1]);
            }
        }
    }

    private static String around(RawHttp.Answer answer, int at) {
        int from = Math.clamp(at - 40L, 0, answer.body().length);
        return new String(answer.body(), from, Math.min(80, answer.body().length - from),
                StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count()", "note.max()", "id,later(id)&later.order=id"})
    void what_concerns_all_rows_is_made_of_all_rows(String select) {
        try (RestServer aggregating = RestServer.start(MANY.database.url("case_login"),
                Map.of("PGRST_DB_AGGREGATES_ENABLED", "true"))) {
            RawHttp.Answer answer = post(aggregating, "/good?select=" + select, many(JSON),
                    "Prefer", "return=representation");
            assertThat(answer.status()).as(answer.text()).isIn(201, 400);
            if (select.equals("count()")) {
                assertThat(answer.text()).isEqualTo("[{\"count\":" + ROWS + "}]");
            }
        }
    }

    @Test
    void of_one_object_asked_for_nothing_is_kept_when_there_are_many() {
        RawHttp.Answer answer = bulk("/good", many(JSON), "Prefer", "return=representation",
                "Accept", "application/vnd.pgrst.object+json");
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.text()).contains("PGRST116", "The result contains " + ROWS + " rows");
        assertThat(MANY.kept()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id":1,"note":        | 400 | PGRST102
            {"id":20000},          | 400 | PGRST102
            {"id":1,"note":"x"}    | 409 | 23505
            {"id":"x","note":"x"}  | 400 | 22P02
            {"id":20000}           | 400 | All object keys must match
            {"id":20000,"nope":1}  | 400 | All object keys must match
            """)
    void nothing_is_kept_when_the_last_row_is_wrong(String last, int status, String told) {
        String body = many(JSON);
        RawHttp.Answer answer = bulk(
                "/good", body.substring(0, body.length() - 1) + "," + last + "]");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(told);
        assertThat(MANY.kept()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/csv             | 20000,"open    | Empty or invalid csv
            text/csv             | 20000,a,b      | All lines must have same number of fields
            application/x-ndjson | {"id":20000    | Empty or invalid json
            """)
    void nothing_is_kept_when_the_last_line_is_wrong(String type, String last, String told) {
        RawHttp.Answer answer = bulk(
                "/good", many(type).stripTrailing() + "\n" + last, "Content-Type", type);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("PGRST102", told);
        assertThat(MANY.kept()).isZero();
    }

    @Test
    void the_first_unknown_column_is_told_before_anything_is_written() {
        RawHttp.Answer answer = bulk("/good", rows(0, ROWS, id -> "{\"nope\":\"" + NOTE
                .substring(0, 2).repeat(50) + "\"}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("PGRST204");
        assertThat(MANY.statements()).isZero();
    }

    @Test
    void with_columns_given_rows_differ_and_missing_members_may_take_the_default() {
        IntFunction<String> row = id -> id % 2 == 0 ? row(id)
                : "{\"id\":" + id + ",\"amount\":1,\"other\":\"" + "x".repeat(90) + "\"}";
        RawHttp.Answer answer = bulk("/good?columns=id,amount", rows(0, ROWS, row),
                "Prefer", "missing=default");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Preference-Applied")).isEqualTo("missing=default");
        assertThat(MANY.database.value("select string_agg(amount || '*' || n, ' ' order by amount)"
                + " from (select amount, count(*) n from api.good group by 1)"))
                .isEqualTo("1*6000 7*6000");
    }

    @Test
    void an_upsert_counts_over_all_parts() {
        String body = many(JSON);
        String merge = "resolution=merge-duplicates,count=exact";
        assertThat(bulk("/good", body, "Prefer", merge).status()).isEqualTo(201);
        MANY.database.execute("update api.good set note = 'old'");
        assertThat(bulk("/good", body, "Prefer", merge).status()).isEqualTo(200);
        assertThat(MANY.database.value("select count(*) from api.good where note = 'old'"))
                .isEqualTo("0");
        // New is only a row of the very first part.
        MANY.database.execute("delete from api.good where id = 3");
        RawHttp.Answer one = bulk("/good", body, "Prefer", merge);
        assertThat(one.status()).isEqualTo(201);
        assertThat(one.header("Content-Range")).isEqualTo("*/" + ROWS);
        MANY.database.execute("delete from api.good where id % 3 = 0");
        RawHttp.Answer ignored = bulk("/good?on_conflict=id", body,
                "Prefer", "resolution=ignore-duplicates,count=exact,return=representation");
        assertThat(ignored.status()).isEqualTo(201);
        assertThat(ignored.header("Content-Range")).isEqualTo("*/" + ROWS / 3);
        assertThat(new JsonMapper().readTree(ignored.body()).size()).isEqualTo(ROWS / 3);
        RawHttp.Answer none = bulk("/good", body,
                "Prefer", "resolution=ignore-duplicates,return=representation");
        assertThat(none.text()).isEqualTo("[]");
        assertThat(MANY.kept()).isEqualTo(ROWS);
    }

    @Test
    void a_rehearsal_keeps_nothing_and_sees_what_a_commit_would_refuse() {
        RawHttp.Answer answer = bulk("/good", many(JSON), "Prefer", "tx=rollback,count=exact");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Content-Range")).isEqualTo("*/" + ROWS);
        assertThat(answer.header("Preference-Applied")).isEqualTo("count=exact, tx=rollback");
        String dangling = rows(0, ROWS, id -> "{\"id\":" + id + ",\"later\":"
                + (id == 9 ? 99_999 : id + 1 == ROWS ? 0 : id + 1) + ",\"note\":\""
                + "x".repeat(90) + "\"}");
        for (String tx : List.of("tx=rollback", "tx=commit")) {
            assertThat(bulk("/good", dangling, "Prefer", tx).text()).contains("23503");
        }
        assertThat(MANY.kept()).isZero();
        assertThat(bulk("/good", dangling.replace("99999", "10")).status()).isEqualTo(201);
        assertThat(MANY.kept()).isEqualTo(ROWS);
    }

    @Test
    void a_function_before_the_request_runs_once_and_its_role_holds_to_the_end() {
        try (RestServer asking = RestServer.start(MANY.database.url("case_login"),
                Map.of("PGRST_DB_PRE_REQUEST", "other.asked"))) {
            assertThat(post(asking, "/good", many(JSON)).status()).isEqualTo(201);
        }
        assertThat(MANY.database.value("select count(*) || ' ' || min(who) from api.seen"
                + " where rows = -1")).isEqualTo("1 case_anon");
        assertThat(MANY.database.value("select string_agg(distinct who, ' ') from api.seen"
                + " where rows >= 0")).isEqualTo("case_user");
    }

    @Test
    void a_row_of_many_parts_bytes_is_a_row() {
        String large = "x".repeat(3 << 20);
        String body = "[" + row(1) + ",{\"id\":2,\"note\":\"" + large + "\"}," + row(3) + "]";
        assertThat(bulk("/good", body).status()).isEqualTo(201);
        assertThat(bulk("/good", "{\"id\":4,\"note\":\"" + large + "\"}").status()).isEqualTo(201);
        assertThat(MANY.database.value("select string_agg(id || ':' || length(note), ' '"
                + " order by id) from api.good where id in (2, 4)"))
                .isEqualTo("2:3145728 4:3145728");
    }

    @Test
    void rows_of_defaults_alone_are_counted_part_by_part() {
        MANY.database.execute("create table api.ticket (id serial primary key, at timestamptz"
                + " default now()); grant all on api.ticket to case_anon;"
                + " grant all on sequence api.ticket_id_seq to case_anon;"
                + " notify pgrst, 'reload schema'");
        String body = rows(0, 300_000, _ -> "{}") + " ".repeat(1 << 18);
        Eventually.within(Duration.ofSeconds(20), () ->
                assertThat(server.http().get("/ticket?limit=1").status()).isEqualTo(200));
        RawHttp.Answer answer = bulk("/ticket", body, "Prefer", "count=exact");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Content-Range")).isEqualTo("*/300000");
    }
}
