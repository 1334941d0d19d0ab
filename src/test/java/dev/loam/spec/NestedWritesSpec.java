package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.CaseRun;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/// Writes of rows with related rows in them.
class NestedWritesSpec {
    private static final JsonMapper JSON = new JsonMapper();

    private static TestDatabase database;
    private static RestServer server;

    @BeforeAll
    static void start() {
        database = PostgresFixture.freshDatabase(CaseDatabase.text("nested.sql"));
        server = RestServer.start(database.url("case_login"), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> cases() {
        return CaseRun.tests("nested.txt", server);
    }

    /// Albums 0…999 with tracks of their own, in an order that is not that of their names.
    @Test
    void each_of_a_thousand_rows_gets_its_own() {
        int count = 1_000;
        String artists = IntStream.range(0, count).mapToObj(i -> {
            int no = i * 7 % count;
            return """
                    {"name": "m%d", "album": [{"title": "m%d-0"}, {"title": "m%d-1",
                     "track": [{"name": "m%d-1-0", "info": {"of": %d}}]}]}"""
                    .formatted(no, no, no, no, no);
        }).collect(Collectors.joining(",", "[", "]"));
        RawHttp.Answer answer = send("POST", "/artist?select=name", artists,
                "nested=merge, return=representation");

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(JSON.readTree(answer.body()).valueStream()
                .map(row -> row.path("name").asString())).hasSize(count)
                .startsWith("m0", "m7", "m14").endsWith("m993");
        assertThat(database.value("""
                select count(*) || ' ' || count(t.id) from api.artist a
                join api.album l on l.artist_id = a.id
                left join api.track t on t.album_id = l.id
                where a.name ~ '^m[0-9]+$' and l.title like a.name || '-%'
                and (t.id is null or t.name like l.title || '-%'
                    and t.info ->> 'of' = substr(a.name, 2))"""))
                .isEqualTo(2 * count + " " + count);
    }

    /// Such a body would be read as it arrives, if its rows were plain ones.
    @Test
    void what_is_nested_at_the_end_of_a_large_body_is_not_lost() {
        String artists = IntStream.range(0, 2_000)
                .mapToObj(i -> "{\"name\": \"large " + "x".repeat(1_000) + i + "\"}")
                .collect(Collectors.joining(",", "[", ","))
                + "{\"name\": \"large last\", \"album\": [{\"title\": \"kept\"}]}]";
        RawHttp.Answer answer = send("POST", "/artist", artists, "nested=merge");

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(database.value("select count(*) || ' ' || max(l.title) from api.artist a"
                + " left join api.album l on artist_id = a.id where name like 'large %'"))
                .isEqualTo("2001 kept");
    }

    @Test
    void a_body_has_its_bounds() {
        String rows = "{},".repeat(50_001);
        assertThat(send("POST", "/artist", "{\"name\": \"x\", \"album\": ["
                + rows.substring(0, rows.length() - 1) + "]}", "nested=merge").text())
                .contains("LOAM-REST-067", "at most 50000");
        String deep = "{\"name\":\"x\",\"person\":[".repeat(65)
                + "{\"name\":\"x\"}" + "]}".repeat(65);
        assertThat(send("POST", "/person", deep, "nested=merge").text())
                .contains("LOAM-QUERY-001", "more than 64 deep");
        String person = "{\"name\":\"x\",\"person\":[".repeat(64)
                + "{\"name\":\"x\"}" + "]}".repeat(64);
        assertThat(send("POST", "/person", person, "nested=merge, tx=rollback").status())
                .isEqualTo(201);
    }

    /// Such a function may count requests, or change the role.
    @Test
    void what_goes_before_a_request_goes_before_it_once() {
        TestDatabase own = PostgresFixture.freshDatabase(CaseDatabase.text("nested.sql") + """
                create table api.seen (role text);
                grant insert on api.seen to case_anon;
                create function api.before() returns void language sql as $$
                  insert into api.seen values (current_user);
                  select set_config('role', 'case_user', true);
                $$;
                """);
        try (var guarded = RestServer.start(own.url("case_login"),
                Map.of("PGRST_DB_PRE_REQUEST", "api.before"))) {
            String artist = "{\"title\": \"x\", \"artist\": {\"name\": \"y\"}}";
            assertThat(send(guarded, "POST", "/album", artist, "nested=merge").text())
                    .contains("permission denied for table artist");
            assertThat(own.value("select count(*) from api.seen")).isEqualTo("0");

            String albums = "{\"album\": [{\"title\": \"one\"}, {\"id\": 1, \"title\": \"two\"}]}";
            assertThat(send(guarded, "PATCH", "/artist?id=eq.1", albums, "nested=merge").status())
                    .isEqualTo(204);
            assertThat(own.value("select string_agg(role, ',') from api.seen"))
                    .isEqualTo("case_anon");
            assertThat(own.value("select string_agg(title, ',' order by id) from api.album"
                    + " where artist_id = 1")).isEqualTo("two,one");
            String deeper = "{\"album\": [{\"id\": 1, \"track\": [{\"name\": \"z\"}]}]}";
            assertThat(send(guarded, "PATCH", "/artist?id=eq.1", deeper, "nested=merge").text())
                    .contains("permission denied for table track");
        }
    }

    private static RawHttp.Answer send(String method, String target, String body, String prefer) {
        return send(server, method, target, body, prefer);
    }

    private static RawHttp.Answer send(
            RestServer to, String method, String target, String body, String prefer) {
        return to.http().send(method, target, List.of(
                new String[] {"Content-Type", "application/json"},
                new String[] {"Prefer", prefer}), body.getBytes(StandardCharsets.UTF_8));
    }
}
