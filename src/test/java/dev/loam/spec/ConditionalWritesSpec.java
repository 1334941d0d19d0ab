package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Writes that say which rows they are about, with a cache and without one.
class ConditionalWritesSpec {
    private static final AtomicInteger NEXT = new AtomicInteger(100);
    private static TestDatabase tables;
    private static AuthServer cached;
    private static AuthServer plain;

    @BeforeAll
    static void start() {
        tables = AuthServer.database();
        tables.execute("""
                create table public.pages (id int primary key, title text not null,
                    views int not null default 0);
                create table public.guarded (id int primary key, title text);
                comment on table public.guarded is 'Guarded.
                @if-match required';
                insert into public.guarded values (1, 'a');
                create table public.listed (id int primary key, title text);
                create table public.dated (id int primary key, title text,
                    "changed at" timestamptz);
                comment on table public.dated is 'Dated.
                @last-modified changed at';
                """);
        cached = AuthServer.start(tables, Map.of("conditional.required", "public.listed"));
        plain = AuthServer.start(tables, Map.of("cache.enabled", "false",
                "conditional.required", "public.listed"));
    }

    @AfterAll
    static void stop() {
        plain.close();
        cached.close();
    }

    private static Reply send(AuthServer server, String method, String path, String json,
            String... more) {
        var headers = new ArrayList<String>(List.of(AuthServer.service()));
        headers.addAll(List.of(more));
        return server.send(method, "/rest/v1" + path, json, headers.toArray(String[]::new));
    }

    private static int page(String title) {
        int id = NEXT.incrementAndGet();
        tables.execute("insert into public.pages values (" + id + ", '" + title + "')");
        return id;
    }

    private static String title(int id) {
        return tables.value("select title from public.pages where id = " + id);
    }

    private static String tag(AuthServer server, int id, String... headers) {
        Reply read = send(server, "GET", "/pages?id=eq." + id, null, headers);
        assertThat(read.header("ETag")).isNotNull();
        return read.header("ETag");
    }

    private static void refused(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
    }

    @Test
    void the_tag_of_a_read_is_taken_once_by_either_server_however_it_was_read() {
        for (AuthServer reader : List.of(cached, plain)) {
            for (AuthServer writer : List.of(cached, plain)) {
                for (String accept : List.of("application/json",
                        "application/vnd.pgrst.object+json", "text/csv")) {
                    int id = page("first");
                    String tag = tag(reader, id, "Accept", accept);
                    String own = accept.equals("text/csv") ? accept : "*/*";
                    Reply first = send(writer, "PATCH", "/pages?id=eq." + id,
                            "{\"title\":\"second\"}", "If-Match", tag, "Accept", own);
                    Reply second = send(writer, "PATCH", "/pages?id=eq." + id,
                            "{\"title\":\"third\"}", "If-Match", tag, "Accept", own);

                    assertThat(first.status()).as(first.raw().text()).isEqualTo(204);
                    assertThat(second.status()).isEqualTo(412);
                    assertThat(title(id)).isEqualTo("second");
                }
            }
        }
    }

    @Test
    void reads_have_the_same_tag_with_a_cache_and_without() {
        int id = page("same");
        assertThat(tag(plain, id)).isEqualTo(tag(cached, id));
        assertThat(send(plain, "GET", "/pages?id=eq." + id, null, "If-None-Match",
                tag(plain, id)).status()).isEqualTo(304);
    }

    @Test
    void deletes_and_puts_depend_on_it_too() {
        int id = page("a");
        String old = tag(plain, id);
        tables.execute("update public.pages set views = views + 1 where id = " + id);
        refused(send(plain, "DELETE", "/pages?id=eq." + id, null, "If-Match", old),
                412, "LOAM-REST-090");
        String body = "{\"id\":" + id + ",\"title\":\"put\",\"views\":9}";
        refused(send(plain, "PUT", "/pages?id=eq." + id, body, "If-Match", old),
                412, "LOAM-REST-090");
        assertThat(send(plain, "PUT", "/pages?id=eq." + id, body, "If-Match",
                "\"other\", " + tag(plain, id)).status()).isEqualTo(204);
        assertThat(send(plain, "DELETE", "/pages?id=eq." + id, null, "If-Match",
                tag(plain, id)).status()).isEqualTo(204);
    }

    @Test
    void several_rows_have_a_tag_together() {
        int one = page("x");
        int two = page("y");
        String rows = "/pages?id=in.(" + one + "," + two + ")";
        String tag = send(plain, "GET", rows, null).header("ETag");
        tables.execute("update public.pages set title = 'z' where id = " + two);
        refused(send(plain, "PATCH", rows, "{\"views\":1}", "If-Match", tag),
                412, "LOAM-REST-090");
        tag = send(plain, "GET", rows, null).header("ETag");
        assertThat(send(plain, "PATCH", rows, "{\"views\":1}", "If-Match", tag).status())
                .isEqualTo(204);
    }

    @Test
    void a_star_asks_whether_there_is_a_row() {
        int id = page("there");
        int none = NEXT.incrementAndGet();
        String body = "{\"title\":\"changed\"}";
        assertThat(send(plain, "PATCH", "/pages?id=eq." + id, body, "If-Match", "*").status())
                .isEqualTo(204);
        refused(send(plain, "PATCH", "/pages?id=eq." + none, body, "If-Match", "*"),
                412, "LOAM-REST-090");
        refused(send(plain, "PUT", "/pages?id=eq." + id, "{\"id\":" + id
                + ",\"title\":\"new\",\"views\":0}", "If-None-Match", "*"),
                412, "LOAM-REST-090");
        assertThat(send(plain, "PUT", "/pages?id=eq." + none, "{\"id\":" + none
                + ",\"title\":\"new\",\"views\":0}", "If-None-Match", "*").status())
                .isEqualTo(204);
        refused(send(plain, "POST", "/pages", "{\"id\":" + id + ",\"title\":\"n\"}",
                "If-None-Match", "*"), 412, "LOAM-REST-090");
        assertThat(send(plain, "POST", "/pages", "{\"id\":" + NEXT.incrementAndGet()
                + ",\"title\":\"n\"}", "If-None-Match", "*").status()).isEqualTo(201);
    }

    @Test
    void a_weak_tag_matches_nothing_that_is_written() {
        int id = page("w");
        refused(send(plain, "PATCH", "/pages?id=eq." + id, "{\"views\":1}", "If-Match",
                "W/" + tag(plain, id)), 412, "LOAM-REST-090");
        refused(send(plain, "PATCH", "/pages?id=eq." + id, "{\"views\":1}", "If-None-Match",
                "W/" + tag(plain, id)), 412, "LOAM-REST-090");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "\"abc", "\"a\" \"b\"", "W/abc"})
    void what_is_no_tag_is_refused(String match) {
        refused(send(plain, "PATCH", "/pages?id=eq.1", "{\"views\":1}", "If-Match", match),
                400, "LOAM-REST-092");
    }

    @Test
    void tables_can_require_it() {
        refused(send(plain, "PATCH", "/guarded?id=eq.1", "{\"title\":\"b\"}"),
                428, "LOAM-REST-091");
        refused(send(plain, "DELETE", "/guarded?id=eq.1", null), 428, "LOAM-REST-091");
        refused(send(plain, "DELETE", "/listed?id=eq.1", null), 428, "LOAM-REST-091");
        String tag = send(plain, "GET", "/guarded?id=eq.1", null).header("ETag");
        assertThat(send(plain, "PATCH", "/guarded?id=eq.1", "{\"title\":\"b\"}",
                "If-Match", tag).status()).isEqualTo(204);
        assertThat(send(plain, "POST", "/guarded", "{\"id\":2}").status()).isEqualTo(201);
        refused(send(plain, "POST", "/", """
                [{"method": "DELETE", "path": "/guarded?id=eq.1"}]""",
                "Content-Type", "application/vnd.loam.batch+json"), 428, "LOAM-REST-091");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Sun, 06 Nov 1994 08:49:36 GMT  | 412
            Sun, 06 Nov 1994 08:49:37 GMT  | 204
            Sun, 06 Nov 1994 08:49:38 GMT  | 204
            Sunday, 06-Nov-94 08:49:36 GMT | 412
            Sun Nov  6 08:49:36 1994       | 412
            of old                         | 204
            """)
    void rows_that_were_not_changed_since_are_written(String since, int status) {
        tables.execute("""
                truncate public.dated;
                insert into public.dated values (1, 'a', '1994-11-06 08:49:37.25+00'),
                    (2, 'b', null), (3, 'c', '1994-11-06 09:49:37+02')""");
        Reply reply = send(plain, "PATCH", "/dated?id=lte.2&offset=1", "{\"title\":\"new\"}",
                "If-Unmodified-Since", since);
        if (status == 412) {
            refused(reply, 412, "LOAM-REST-090");
        } else {
            assertThat(reply.status()).as(reply.raw().text()).isEqualTo(204);
        }
        assertThat(tables.value("select title from public.dated where id = 2"))
                .isEqualTo(status == 412 ? "b" : "new");
    }

    @Test
    void a_date_counts_where_there_is_one_and_no_tag() {
        String old = "Sun, 06 Nov 1994 08:49:36 GMT";
        tables.execute("truncate public.dated;"
                + "insert into public.dated values (1, 'a', now())");
        refused(send(cached, "DELETE", "/dated?id=eq.1", null, "If-Unmodified-Since", old),
                412, "LOAM-REST-090");
        refused(send(cached, "PUT", "/dated?id=eq.1", "{\"id\":1,\"title\":\"b\"}",
                "If-Unmodified-Since", old), 412, "LOAM-REST-090");
        String tag = send(cached, "GET", "/dated?id=eq.1", null).header("ETag");
        assertThat(send(cached, "PATCH", "/dated?id=eq.1", "{\"title\":\"c\"}", "If-Match", tag,
                "If-Unmodified-Since", old).status()).isEqualTo(204);
        int id = page("undated");
        assertThat(send(cached, "PATCH", "/pages?id=eq." + id, "{\"title\":\"c\"}",
                "If-Unmodified-Since", old).status()).isEqualTo(204);
        assertThat(send(cached, "POST", "/dated", "{\"id\":5}",
                "If-Unmodified-Since", old).status()).isEqualTo(201);
    }

    @Test
    void of_writers_with_the_same_tag_one_wins() {
        for (int round = 0; round < 10; round++) {
            int id = page("race");
            String tag = tag(cached, id);
            var replies = IntStream.range(0, 6).mapToObj(n -> CompletableFuture.supplyAsync(
                    () -> send(n % 2 == 0 ? cached : plain, "PATCH", "/pages?id=eq." + id,
                            "{\"title\":\"w" + n + "\"}", "If-Match", tag)))
                    .toList().stream().map(CompletableFuture::join).toList();
            assertThat(replies.stream().map(Reply::status).sorted())
                    .containsExactly(204, 412, 412, 412, 412, 412);
        }
    }

    @Test
    void of_those_who_put_something_new_one_wins() {
        for (int round = 0; round < 10; round++) {
            int id = NEXT.incrementAndGet();
            var replies = IntStream.range(0, 6).mapToObj(n -> CompletableFuture.supplyAsync(
                    () -> send(plain, "PUT", "/pages?id=eq." + id, "{\"id\":" + id
                            + ",\"title\":\"p" + n + "\",\"views\":0}", "If-None-Match", "*")))
                    .toList().stream().map(CompletableFuture::join).toList();
            assertThat(replies.stream().map(Reply::status).sorted())
                    .containsExactly(204, 412, 412, 412, 412, 412);
        }
    }

    @Test
    void with_a_key_it_is_done_once_and_still_depends_on_it() {
        int id = page("keyed");
        String tag = tag(cached, id);
        for (int n = 0; n < 2; n++) {
            Reply reply = send(cached, "PATCH", "/pages?id=eq." + id, "{\"views\":5}",
                    "If-Match", tag, "Idempotency-Key", "\"keyed-" + id + "\"");
            assertThat(reply.status()).isEqualTo(204);
        }
        refused(send(cached, "PATCH", "/pages?id=eq." + id, "{\"views\":5}", "If-Match", tag,
                "Idempotency-Key", "\"other-" + id + "\""), 412, "LOAM-REST-090");
    }
}
