package dev.loam.spec.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kept answers of a whole project, held against the database after everything that could make them
/// stale: by other connections within the cache's bound, through Loam at once.
class CacheAttackSpec {
    private static final long PATIENCE = 6_000_000_000L;
    /// The bound of two seconds, and what a loaded machine adds.
    private static final long BOUND = 2_500_000_000L;
    private static final String REST = "/rest/v1/";
    private static AuthServer server;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of("database.tx-end", "commit-allow-override"));
        server.tables().execute(script("/cache/attack.sql"));
        server.tables().execute("notify pgrst, 'reload schema'");
        long end = System.nanoTime() + PATIENCE;
        while (get("last_made?limit=1", anon()).status() != 200) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String[] anon() {
        return AuthServer.bearer(Tokens.of("anon", null));
    }

    private static String[] person(String sub, String more) {
        return AuthServer.bearer(Tokens.signed("{\"role\":\"authenticated\",\"sub\":\"" + sub
                + "\",\"exp\":4000000000" + more + "}"));
    }

    private static String claims(String name, String org) {
        return ",\"email\":\"" + name + "@x.org\",\"app_metadata\":{\"org\":\"" + org + "\"}";
    }

    private static String[] with(String[] headers, String... more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }

    private static Reply get(String path, String... headers) {
        return server.send("GET", REST + path, null, headers);
    }

    private static Reply strong(String path, String... headers) {
        return get(path, with(headers, "Cache-Control", "no-cache"));
    }

    private static boolean hit(Reply reply) {
        return "loam; hit".equals(reply.header("Cache-Status"));
    }

    /// Asks until the answer is one that was kept.
    private static Reply kept(String path, String... headers) {
        long end = System.nanoTime() + PATIENCE;
        while (true) {
            Reply reply = get(path, headers);
            if (hit(reply)) {
                return reply;
            }
            assertThat(System.nanoTime()).as(path + " is not kept: "
                    + reply.header("Cache-Status") + " " + reply.raw().text()).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static String told(Reply reply) {
        return reply.status() + " " + reply.header("Content-Range") + " " + reply.raw().text();
    }

    /// Something another connection does, and a read that it changes.
    record Change(String name, String path, String sql) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Change> others() {
        var all = new ArrayList<Change>();
        String[] lines = script("/cache/others.txt").split("\n");
        for (String line : lines) {
            String[] parts = line.split(" \\| ");
            if (parts.length == 3 && !line.startsWith("#")) {
                all.add(new Change(parts[0].strip(), parts[1].strip(), parts[2].strip()));
            }
        }
        return all;
    }

    private static String script(String name) {
        try (InputStream in = CacheAttackSpec.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_write_by_key_leaves_answers_about_other_rows_alone() {
        String[] service = AuthServer.bearer(Tokens.of("service_role", null));
        kept("big?id=eq.7", anon());
        kept("big?id=eq.1", anon());
        for (int i = 0; i < 20; i++) {
            assertThat(server.send("PATCH", REST + "big?id=eq.1", "{\"value\":\"v" + i + "\"}",
                    service).status()).isEqualTo(204);
            assertThat(hit(get("big?id=eq.7", anon()))).isTrue();
            assertThat(get("big?id=eq.1", anon()).raw().text()).contains("\"v" + i + "\"");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void what_others_change_is_seen_within_the_bound(Change change) {
        String[] who = anon();
        String path = change.path();
        if (path.startsWith("!")) {
            // Never kept.
            path = path.substring(1);
            for (int i = 0; i < 15; i++) {
                Reply reply = get(path, who);
                assertThat(reply.header("Cache-Status")).as(reply.raw().text())
                        .startsWith("loam; fwd=bypass");
                LockSupport.parkNanos(5_000_000);
            }
            return;
        }
        Reply before = kept(path, who);
        server.tables().execute(change.sql());
        long end = System.nanoTime() + BOUND;
        String truth = told(strong(path, who));
        assertThat(truth).as("nothing changed").isNotEqualTo(told(before));
        // While the bound lasts an older answer may come after a newer one.
        for (int right = 0; right < 10; LockSupport.parkNanos(2_000_000)) {
            right = told(get(path, who)).equals(truth) ? right + 1 : 0;
            assertThat(right > 0 || System.nanoTime() < end).as("stale").isTrue();
        }
    }

    /// A request that writes, and a read that it changes.
    record Written(String name, String path, String method, String target, String body,
            String prefer) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Written> own() {
        var all = new ArrayList<Written>();
        for (String line : script("/cache/own.txt").split("\n")) {
            String[] parts = line.split(" \\| ");
            if (parts.length >= 5 && !line.startsWith("#")) {
                all.add(new Written(parts[0].strip(), parts[1].strip(), parts[2].strip(),
                        parts[3].strip(), parts[4].strip(),
                        parts.length > 5 ? parts[5].strip() : "return=minimal"));
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("own")
    void what_is_written_through_loam_is_seen_at_once(Written written) {
        String[] who = anon();
        Reply before = kept(written.path(), who);
        String body = written.body().equals("-") ? null : written.body();
        Reply wrote = server.send(written.method(), REST + written.target(), body,
                with(AuthServer.service(), "Prefer", written.prefer()));
        String at = told(get(written.path(), who));
        assertThat(wrote.status()).as(wrote.raw().text()).isBetween(200, 299);
        assertThat(at).as(wrote.raw().text()).isEqualTo(told(strong(written.path(), who)));
        assertThat(at).as("nothing changed").isNotEqualTo(told(before));
    }

    @Test
    void people_do_not_get_each_others_answers() {
        for (String path : List.of("mine", "mine_view", "rpc/my_count", "mine_by_org", "seen_by",
                "headed", "cookied", "pathed", "rpc/pathed_too", "mine_by_email",
                "mine_nested", "mine_role", "mine_def")) {
            List<String[]> people = List.of(
                    with(person("ann", claims("ann", "o1")), "X-Who", "1", "Cookie", "c=1"),
                    with(person("bob", claims("bob", "o2")), "X-Who", "2", "Cookie", "c=2"),
                    with(anon(), "X-Who", "3", "Cookie", "c=3"),
                    with(AuthServer.service(), "X-Who", "4"),
                    with(person("ann", claims("bob", "o2")), "X-Who", "5"));
            for (int round = 0; round < 8; round++) {
                for (String[] one : people) {
                    assertThat(told(get(path, one))).as(path)
                            .isEqualTo(told(strong(path, one)));
                }
            }
        }
    }

    @Test
    void forms_of_an_answer_do_not_take_each_others_place() {
        List<String[]> forms = List.of(
                new String[] {"Accept", "text/csv"}, new String[] {"Accept", "application/json"},
                new String[] {"Accept", "application/vnd.pgrst.object+json"},
                new String[] {"Accept", "application/vnd.pgrst.array+json;nulls=stripped"},
                new String[] {"Prefer", "count=exact"}, new String[] {"Prefer", "count=planned"},
                new String[] {"Prefer", "count=estimated"}, new String[] {"Range", "0-0"},
                new String[] {"Range", "1-5", "Prefer", "count=exact"},
                new String[] {"Range", "500-600", "Prefer", "count=exact"},
                new String[] {"Prefer", "timezone=America/Los_Angeles"},
                new String[] {"Prefer", "timezone=Asia/Tokyo"});
        var tags = new HashMap<String, String>();
        for (String path : List.of("timed", "formed?id=eq.1", "formed?order=id")) {
            for (int round = 0; round < 6; round++) {
                for (String[] form : forms) {
                    String[] all = with(anon(), form);
                    Reply reply = get(path, all);
                    assertThat(told(reply)).as(path + List.of(form))
                            .isEqualTo(told(strong(path, all)));
                    String tag = reply.header("ETag");
                    if (tag != null) {
                        String content = reply.header("Content-Type") + told(reply);
                        assertThat(tags.getOrDefault(tag, content)).isEqualTo(content);
                        tags.put(tag, content);
                    }
                }
            }
        }
    }

    @Test
    void a_tag_is_of_no_use_after_a_change() {
        String tag = kept("formed?id=eq.2", anon()).header("ETag");
        String[] asking = with(anon(), "If-None-Match", tag);
        assertThat(get("formed?id=eq.2", asking).status()).isEqualTo(304);
        server.send("PATCH", REST + "formed?id=eq.2", "{\"value\":\"new\"}",
                AuthServer.service());
        Reply after = get("formed?id=eq.2", asking);
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void what_is_rolled_back_changes_nothing_and_what_is_not_is_seen() {
        kept("formed?id=eq.3", anon());
        server.send("PATCH", REST + "formed?id=eq.3", "{\"value\":\"never\"}",
                with(AuthServer.service(), "Prefer", "tx=rollback"));
        assertThat(get("formed?id=eq.3", anon()).raw().text()).doesNotContain("never");
        String batch = "{\"operations\":[{\"method\":\"PATCH\",\"path\":\"/formed?id=eq.3\","
                + "\"body\":{\"value\":\"batch\"}},{\"method\":\"DELETE\",\"path\":"
                + "\"/parents?id=eq.30\"}]}";
        kept("formed?id=eq.3", anon());
        kept("child?select=id&id=gt.25", anon());
        Reply reply = new Reply(0, new RawHttp(server.port()).send("POST", REST,
                List.of(AuthServer.service(),
                        new String[] {"Content-Type", "application/vnd.loam.batch+json"}),
                batch.getBytes(StandardCharsets.UTF_8)));
        assertThat(reply.raw().status()).as(reply.raw().text()).isEqualTo(200);
        assertThat(get("formed?id=eq.3", anon()).raw().text()).contains("batch");
        assertThat(told(get("child?select=id&id=gt.25", anon())))
                .isEqualTo(told(strong("child?select=id&id=gt.25", anon())));
    }

    @Test
    void a_schema_that_changes_while_the_log_is_not_read_is_known_when_it_is_again() {
        for (int round = 0; round < 10; round++) {
            kept("cut_off", anon());
            String sql = round % 2 == 0
                    ? "alter table cut_off enable row level security"
                    : "alter table cut_off disable row level security";
            server.tables().execute("select pg_terminate_backend(active_pid) "
                    + "from pg_replication_slots where active_pid is not null and database = "
                    + "current_database(); " + sql);
            String truth = told(strong("cut_off", anon()));
            long end = System.nanoTime() + BOUND;
            for (int right = 0; right < 40; LockSupport.parkNanos(5_000_000)) {
                right = told(get("cut_off", anon())).equals(truth) ? right + 1 : 0;
                assertThat(right > 0 || System.nanoTime() < end).as("stale").isTrue();
            }
        }
    }

    /// Of two people, each asks for what is his while a policy comes and goes.
    @Test
    void nobody_gets_anothers_rows_while_policies_change() throws Exception {
        var wrong = new ConcurrentLinkedQueue<String>();
        var over = new AtomicBoolean();
        List<Thread> readers = new ArrayList<>();
        for (String who : List.of("ann", "bob", "ann", "bob")) {
            String[] person = person(who, "");
            readers.add(Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    String text = get("private_now?select=owner", person).raw().text();
                    // Everybody sees all, or each his own.
                    if (!text.contains(who)) {
                        wrong.add(who + ": " + text);
                    }
                }
            }));
        }
        for (int round = 0; round < 25; round++) {
            server.tables().execute("alter policy own on private_now using (owner = auth.jwt() "
                    + "->> 'sub')");
            LockSupport.parkNanos(120_000_000);
            server.tables().execute("alter policy own on private_now using (true)");
            LockSupport.parkNanos(60_000_000);
        }
        over.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void another_process_shows_what_its_position_stands_for() {
        try (var other = AuthServer.start(server.tables(), Map.of())) {
            for (int i = 0; i < 20; i++) {
                while (!hit(other.send("GET", REST + "formed?id=eq.3", null, anon()))) {
                    LockSupport.parkNanos(1_000_000);
                }
                Reply wrote = server.send("PATCH", REST + "formed?id=eq.3",
                        "{\"n\":" + i + "}", AuthServer.service());
                String position = wrote.header("Loam-Position");
                assertThat(position).isNotNull();
                assertThat(other.send("GET", REST + "formed?id=eq.3", null,
                        with(anon(), "Loam-Position", position)).raw().text())
                        .contains("\"n\":" + i + ",");
            }
        }
    }

    @Test
    void a_token_that_is_over_opens_no_kept_answer() {
        String[] brief = AuthServer.bearer(Tokens.signed("{\"role\":\"anon\",\"exp\":"
                + (Instant.now().getEpochSecond() - 3600) + "}"));
        kept("formed?id=eq.3", anon());
        assertThat(get("formed?id=eq.3", brief).status()).isEqualTo(401);
    }
}
