package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.config.ServerConfig;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.web.HttpLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private static final int ROWS = 12_000;
    private static final String NOTE = "é \"so\" \\ ".repeat(10);
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final String LINES = "application/x-ndjson";

    private static TestDatabase database;
    private static RestServer server;

    @BeforeAll
    static void start() {
        database = PostgresFixture.freshDatabase("""
                do $$ begin
                  if not exists (select from pg_roles where rolname = 'case_anon') then
                    create role case_anon nologin;
                  end if;
                  if not exists (select from pg_roles where rolname = 'case_user') then
                    create role case_user nologin;
                  end if;
                  if not exists (select from pg_roles where rolname = 'case_login') then
                    create role case_login login noinherit password 'case';
                  end if;
                end $$;
                grant case_anon, case_user to case_login;
                create schema api;
                create schema other;
                grant usage on schema api, other to case_anon, case_user;
                create table api.good (
                  id integer primary key, note text, amount integer default 7,
                  later integer references api.good deferrable initially deferred);
                create table api.seen (rows bigint, who text);
                grant all on api.good, api.seen to case_anon, case_user;
                create function other.seen() returns trigger language plpgsql as $$ begin
                  insert into api.seen select count(*), current_user from fresh;
                  return null;
                end $$;
                create function other.told() returns trigger language plpgsql as $$ begin
                  perform set_config('response.headers', '[{"X-Statement": "' ||
                    (select count(*) + 1 from api.seen) || '"}]', true);
                  return null;
                end $$;
                create trigger told before insert on api.good
                  for each statement execute function other.told();
                create trigger seen after insert on api.good
                  referencing new table as fresh for each statement
                  execute function other.seen();
                create function other.asked() returns void language plpgsql as $$ begin
                  insert into api.seen values (-1, current_user);
                  set local role case_user;
                end $$;
                """);
        server = RestServer.start(database.url("case_login"), Map.of("PGRST_DB_POOL", "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate api.good, api.seen");
    }

    private static String row(int id) {
        return "{\"id\":" + id + ",\"note\":" + new JsonMapper().writeValueAsString(NOTE + id)
                + "}";
    }

    private static String rows(int from, int to, IntFunction<String> row) {
        return IntStream.range(from, to).mapToObj(row).collect(Collectors.joining(",", "[", "]"));
    }

    private static String many(String type) {
        return switch (type) {
            case CSV -> IntStream.range(0, ROWS).mapToObj(
                    id -> id + ",\"" + (NOTE + id).replace("\"", "\"\"") + "\"\r\n")
                    .collect(Collectors.joining("", "id,note\r\n", ""));
            case LINES -> IntStream.range(0, ROWS).mapToObj(BulkInsertSpec::row)
                    .collect(Collectors.joining("\n"));
            default -> rows(0, ROWS, BulkInsertSpec::row);
        };
    }

    private static RawHttp.Answer post(
            RestServer to, String target, String body, String... headers) {
        return to.http().send("POST", target, pairs(headers),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static RawHttp.Answer post(String target, String body, String... headers) {
        assertThat(body.length()).isGreaterThan(1 << 20);
        return post(server, target, body, headers);
    }

    private static List<String[]> pairs(String... headers) {
        List<String[]> pairs = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            pairs.add(new String[] {headers[i], headers[i + 1]});
        }
        return pairs;
    }

    private static int kept() {
        return Integer.parseInt(database.value("select count(*) from api.good"));
    }

    private static long statements() {
        return Long.parseLong(database.value("select count(*) from api.seen where rows >= 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, CSV, LINES})
    void all_rows_are_kept_as_they_were_sent(String type) {
        RawHttp.Answer answer = post("/good", many(type), "Content-Type", type,
                "Prefer", "count=exact");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("Content-Range")).isEqualTo("*/" + ROWS);
        assertThat(answer.header("Preference-Applied")).isEqualTo("count=exact");
        assertThat(database.value("select count(*) filter (where note = '"
                + NOTE + "' || id and amount = 7) || ' ' || sum(id) from api.good"))
                .isEqualTo(ROWS + " " + (ROWS - 1L) * ROWS / 2);
        assertThat(statements()).isGreaterThan(3);
        assertThat(database.value("select sum(rows) from api.seen"))
                .isEqualTo(Integer.toString(ROWS));
        assertThat(answer.header("X-Statement")).isEqualTo(Long.toString(statements()));
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, CSV, LINES})
    void a_length_need_not_be_told(String type) {
        RawHttp.Answer answer = server.http().post("/good", pairs("Content-Type", type),
                out -> out.write(many(type).getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(kept()).isEqualTo(ROWS);
        assertThat(statements()).isGreaterThan(3);
    }

    @Test
    void a_small_body_of_untold_length_is_one_statement() {
        RawHttp.Answer answer = server.http().post("/good", pairs(), out -> {
            out.write("[{\"id\":1},".getBytes(StandardCharsets.UTF_8));
            out.flush();
            out.write("{\"id\":2}]".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(answer.status()).isEqualTo(201);
        assertThat(database.value("select string_agg(rows::text, ' ') from api.seen"))
                .isEqualTo("2");
    }

    @Test
    void few_lines_are_rows_too() {
        RawHttp.Answer answer = post(server, "/good?select=id,note", "{\"id\":1,\"note\":\"a\"}\n\n"
                + "{\"note\":null,\"id\":2}\n", "Content-Type", LINES + "; charset=utf-8",
                "Prefer", "return=representation", "Accept", LINES);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.text()).isEqualTo("{\"id\":1,\"note\":\"a\"}\n{\"id\":2,\"note\":null}\n");
        assertThat(post(server, "/good", "{\"id\":3}\n{\"id\":", "Content-Type", LINES).text())
                .contains("PGRST102", "Line 2 is not one whole JSON object.");
        assertThat(server.http().send("PATCH", "/good?id=eq.1", pairs("Content-Type", LINES),
                "{\"id\":3}".getBytes(StandardCharsets.UTF_8)).text())
                .contains("Content-Type not acceptable: " + LINES);
        assertThat(kept()).isEqualTo(2);
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
        RawHttp.Answer parts = post("/good?select=*,n:id", many(JSON), "Accept", accept,
                "Prefer", prefer);
        long several = statements();
        empty();
        // An order concerns all rows, so that they are taken whole.
        RawHttp.Answer whole = post("/good?select=*,n:id&order=id", many(JSON), "Accept", accept,
                "Prefer", prefer);
        assertThat(parts.status()).isEqualTo(201);
        assertThat(several).isGreaterThan(3);
        if (prefer.equals("return=representation")) {
            assertThat(statements()).isEqualTo(1);
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
        try (RestServer aggregating = RestServer.start(database.url("case_login"),
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
        RawHttp.Answer answer = post("/good", many(JSON), "Prefer", "return=representation",
                "Accept", "application/vnd.pgrst.object+json");
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.text()).contains("PGRST116", "The result contains " + ROWS + " rows");
        assertThat(kept()).isZero();
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
        RawHttp.Answer answer = post(
                "/good", body.substring(0, body.length() - 1) + "," + last + "]");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(told);
        assertThat(kept()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/csv             | 20000,"open    | Empty or invalid csv
            text/csv             | 20000,a,b      | All lines must have same number of fields
            application/x-ndjson | {"id":20000    | Line 12001 is not one whole JSON object.
            """)
    void nothing_is_kept_when_the_last_line_is_wrong(String type, String last, String told) {
        RawHttp.Answer answer = post(
                "/good", many(type).stripTrailing() + "\n" + last, "Content-Type", type);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("PGRST102", told);
        assertThat(kept()).isZero();
    }

    @Test
    void the_first_unknown_column_is_told_before_anything_is_written() {
        RawHttp.Answer answer = post("/good", rows(0, ROWS, id -> "{\"nope\":\"" + NOTE
                .substring(0, 2).repeat(50) + "\"}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("PGRST204");
        assertThat(statements()).isZero();
    }

    @Test
    void with_columns_given_rows_differ_and_missing_members_may_take_the_default() {
        IntFunction<String> row = id -> id % 2 == 0 ? row(id)
                : "{\"id\":" + id + ",\"amount\":1,\"other\":\"" + "x".repeat(90) + "\"}";
        RawHttp.Answer answer = post("/good?columns=id,amount", rows(0, ROWS, row),
                "Prefer", "missing=default");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Preference-Applied")).isEqualTo("missing=default");
        assertThat(database.value("select string_agg(amount || '*' || n, ' ' order by amount)"
                + " from (select amount, count(*) n from api.good group by 1)"))
                .isEqualTo("1*6000 7*6000");
    }

    @Test
    void an_upsert_counts_over_all_parts() {
        String body = many(JSON);
        String merge = "resolution=merge-duplicates,count=exact";
        assertThat(post("/good", body, "Prefer", merge).status()).isEqualTo(201);
        database.execute("update api.good set note = 'old'");
        assertThat(post("/good", body, "Prefer", merge).status()).isEqualTo(200);
        assertThat(database.value("select count(*) from api.good where note = 'old'"))
                .isEqualTo("0");
        // New is only a row of the very first part.
        database.execute("delete from api.good where id = 3");
        RawHttp.Answer one = post("/good", body, "Prefer", merge);
        assertThat(one.status()).isEqualTo(201);
        assertThat(one.header("Content-Range")).isEqualTo("*/" + ROWS);
        database.execute("delete from api.good where id % 3 = 0");
        RawHttp.Answer ignored = post("/good?on_conflict=id", body,
                "Prefer", "resolution=ignore-duplicates,count=exact,return=representation");
        assertThat(ignored.status()).isEqualTo(201);
        assertThat(ignored.header("Content-Range")).isEqualTo("*/" + ROWS / 3);
        assertThat(new JsonMapper().readTree(ignored.body()).size()).isEqualTo(ROWS / 3);
        RawHttp.Answer none = post("/good", body,
                "Prefer", "resolution=ignore-duplicates,return=representation");
        assertThat(none.text()).isEqualTo("[]");
        assertThat(kept()).isEqualTo(ROWS);
    }

    @Test
    void a_rehearsal_keeps_nothing_and_sees_what_a_commit_would_refuse() {
        RawHttp.Answer answer = post("/good", many(JSON), "Prefer", "tx=rollback,count=exact");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Content-Range")).isEqualTo("*/" + ROWS);
        assertThat(answer.header("Preference-Applied")).isEqualTo("count=exact, tx=rollback");
        String dangling = rows(0, ROWS, id -> "{\"id\":" + id + ",\"later\":"
                + (id == 9 ? 99_999 : id + 1 == ROWS ? 0 : id + 1) + ",\"note\":\""
                + "x".repeat(90) + "\"}");
        for (String tx : List.of("tx=rollback", "tx=commit")) {
            assertThat(post("/good", dangling, "Prefer", tx).text()).contains("23503");
        }
        assertThat(kept()).isZero();
        assertThat(post("/good", dangling.replace("99999", "10")).status()).isEqualTo(201);
        assertThat(kept()).isEqualTo(ROWS);
    }

    @Test
    void a_function_before_the_request_runs_once_and_its_role_holds_to_the_end() {
        try (RestServer asking = RestServer.start(database.url("case_login"),
                Map.of("PGRST_DB_PRE_REQUEST", "other.asked"))) {
            assertThat(post(asking, "/good", many(JSON)).status()).isEqualTo(201);
        }
        assertThat(database.value("select count(*) || ' ' || min(who) from api.seen"
                + " where rows = -1")).isEqualTo("1 case_anon");
        assertThat(database.value("select string_agg(distinct who, ' ') from api.seen"
                + " where rows >= 0")).isEqualTo("case_user");
    }

    @Test
    void a_row_of_many_parts_bytes_is_a_row() {
        String large = "x".repeat(3 << 20);
        String body = "[" + row(1) + ",{\"id\":2,\"note\":\"" + large + "\"}," + row(3) + "]";
        assertThat(post("/good", body).status()).isEqualTo(201);
        assertThat(post("/good", "{\"id\":4,\"note\":\"" + large + "\"}").status()).isEqualTo(201);
        assertThat(database.value("select string_agg(id || ':' || length(note), ' ' order by id)"
                + " from api.good where id in (2, 4)")).isEqualTo("2:3145728 4:3145728");
    }

    @Test
    void rows_of_defaults_alone_are_counted_part_by_part() {
        database.execute("create table api.ticket (id serial primary key, at timestamptz"
                + " default now()); grant all on api.ticket to case_anon;"
                + " grant all on sequence api.ticket_id_seq to case_anon;"
                + " notify pgrst, 'reload schema'");
        String body = rows(0, 300_000, _ -> "{}") + " ".repeat(1 << 18);
        Eventually.within(Duration.ofSeconds(20), () ->
                assertThat(server.http().get("/ticket?limit=1").status()).isEqualTo(200));
        RawHttp.Answer answer = post("/ticket", body, "Prefer", "count=exact");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Content-Range")).isEqualTo("*/300000");
    }

    @Test
    void a_client_that_leaves_in_the_middle_leaves_nothing_and_its_connection() throws IOException {
        for (int cut : new int[] {10_000, 700_000, 1_500_000}) {
            try (Socket socket = begin("/good", many(JSON), cut)) {
                Eventually.within(Duration.ofSeconds(10),
                        () -> assertThat(cut > 1_000_000 == (busy() > 0)).isTrue());
                assertThat(socket.isConnected()).isTrue();
            }
            Eventually.within(Duration.ofSeconds(10), () -> assertThat(busy()).isZero());
            assertThat(kept()).isZero();
        }
        assertThat(post("/good", many(JSON)).status()).isEqualTo(201);
    }

    /// Connections in a transaction that waits for its client.
    private static int busy() {
        return Integer.parseInt(database.value("select count(*) from pg_stat_activity"
                + " where usename = 'case_login' and state = 'idle in transaction'"
                + " and datname = current_database()"));
    }

    /// Sends the head and so much of the body.
    private static Socket begin(String target, String body, int bytes) throws IOException {
        return begin(server, target, body, bytes);
    }

    private static Socket begin(RestServer to, String target, String body, int bytes)
            throws IOException {
        byte[] whole = body.getBytes(StandardCharsets.UTF_8);
        var socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Length: " + whole.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(whole, 0, bytes);
        return socket;
    }

    @Test
    void half_of_the_connections_at_most_wait_for_senders() throws Exception {
        String body = many(JSON);
        try (Socket first = begin("/good", body, 1_200_000)) {
            Eventually.within(Duration.ofSeconds(10), () -> assertThat(busy()).isEqualTo(1));
            CompletableFuture<RawHttp.Answer> second = CompletableFuture.supplyAsync(() ->
                    post("/good", body, "Prefer", "resolution=ignore-duplicates"));
            for (int i = 0; i < 20; i++) {
                assertThat(server.http().get("/good?limit=1").text()).isEqualTo("[]");
            }
            assertThat(second).isNotDone();
            assertThat(busy()).isEqualTo(1);
            byte[] whole = body.getBytes(StandardCharsets.UTF_8);
            first.getOutputStream().write(whole, 1_200_000, whole.length - 1_200_000);
            assertThat(new String(first.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8)).startsWith("HTTP/1.1 201 ");
            assertThat(second.get().status()).isEqualTo(201);
        }
        assertThat(kept()).isEqualTo(ROWS);
    }

    private static RestServer bounded(Duration request, Duration body, int wholeBytesMax) {
        return RestServer.start(database.url("case_login"), Map.of("PGRST_DB_POOL", "1"),
                given -> {
                    HttpLimits limits = given.limits();
                    return new ServerConfig(given.host(), given.port(), given.adminHost(),
                            given.adminPort(), given.roles(), request, given.drainTimeMax(),
                            new HttpLimits(limits.lineBytesMax(), limits.headerBytesMax(),
                                    limits.bodyBytesMax(), wholeBytesMax, limits.headTimeMax(),
                                    body, limits.idleTimeMax(), limits.connectionsMax()));
                });
    }

    @ParameterizedTest
    @CsvSource({"60,1", "1,60"})
    void a_client_that_stalls_is_cut_and_its_connection_given_back(int request, int body)
            throws IOException {
        try (RestServer impatient = bounded(
                Duration.ofSeconds(request), Duration.ofSeconds(body), 64 << 20);
                Socket socket = begin(impatient, "/good", many(JSON), 1_200_000)) {
            String answer = new String(
                    socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("LOAM-HTTP-008");
            // The pool has one connection.
            assertThat(impatient.http().get("/good").text()).isEqualTo("[]");
            assertThat(busy()).isZero();
        }
    }

    @Test
    void what_has_to_be_whole_and_what_is_given_back_are_bounded() {
        try (RestServer narrow = bounded(
                Duration.ofSeconds(30), Duration.ofSeconds(30), 2 << 20)) {
            String body = rows(0, 20_000, BulkInsertSpec::row);
            assertThat(body.length()).isGreaterThan(2 << 20);
            RawHttp.Answer rows = post(narrow, "/good", body, "Prefer", "return=representation");
            assertThat(rows.status()).isEqualTo(413);
            assertThat(rows.text()).contains("LOAM-REST-081", "return=minimal");
            RawHttp.Answer ordered = post(narrow, "/good?order=id", body,
                    "Prefer", "return=representation");
            assertThat(ordered.status()).isEqualTo(413);
            assertThat(ordered.text()).contains("LOAM-REST-080");
            RawHttp.Answer single = post(narrow, "/good", "[{\"id\":1,\"note\":\""
                    + "x".repeat(2 << 20) + "\"}]");
            assertThat(single.text()).contains("LOAM-REST-080");
            RawHttp.Answer change = narrow.http().send("PATCH", "/good", pairs(),
                    body.getBytes(StandardCharsets.UTF_8));
            assertThat(change.status()).isEqualTo(413);
            assertThat(change.text()).contains("LOAM-HTTP-009");
            assertThat(kept()).isZero();
            assertThat(post(narrow, "/good", body).status()).isEqualTo(201);
            assertThat(kept()).isEqualTo(20_000);
        }
    }
}
