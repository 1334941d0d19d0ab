package dev.loam.spec.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import dev.loam.fixture.PostgresFixture;
import dev.loam.kernel.cache.CacheConfig;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Footprint.Pin;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served.How;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is kept and what takes it away, with PostgreSQL's own log telling.
class CacheSpec {
    private static final String SCHEMA = """
            do $$ begin create role cache_reader; exception when duplicate_object then end $$;
            create schema api;
            grant usage on schema api to cache_reader;
            create table api.a (id int primary key, value text);
            insert into api.a select i, 'one' from generate_series(1, 10) i;
            create table api.log (id bigint generated always as identity primary key, what text);
            create table api.t (id int primary key, value text);
            create function api.note() returns trigger language plpgsql as
                $$ begin insert into api.log (what) values (new.value); return new; end $$;
            create trigger note after insert on api.t for each row execute function api.note();
            create table api.parent (id int primary key);
            create table api.child (id int primary key,
                parent int references api.parent on delete cascade);
            insert into api.parent values (1), (2);
            insert into api.child values (1, 1), (2, 2);
            create table api.mine (id int primary key, owner text);
            insert into api.mine values (1, 'anna'), (2, 'bert');
            alter table api.mine enable row level security;
            create policy own on api.mine using
                (owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
            create materialized view api.m as select count(*) as n from api.a;
            create table api.secret (id int primary key, value text);
            insert into api.secret values (1, 'open');
            create table api.part (id int primary key, value text) partition by range (id);
            create table api.part_1 partition of api.part for values from (0) to (100);
            insert into api.part values (1, 'one');
            create view api.window_on_a as select id, value from api.a;
            create unlogged table api.unlogged (id int primary key);
            create table api.off (id int primary key);
            comment on table api.off is 'Too big. @cache off';
            grant select on all tables in schema api to cache_reader;
            """;
    private static CachedServer server;

    @BeforeAll
    static void start() {
        server = new CachedServer(SCHEMA, CacheConfig.DEFAULTS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void what_was_read_twice_comes_from_the_cache() {
        Rows first = settled("select value from api.a where id = 1", "a");
        assertThat(first.text(0, 0)).isNotNull();
        assertThat(first.columns()).containsExactly("value");
        assertThat(first.served().tag()).isNotNull();
    }

    @Test
    void a_write_through_loam_is_seen_at_once() {
        settled("select value from api.a where id = 2", "a");
        for (int i = 0; i < 50; i++) {
            write("update api.a set value = '" + i + "' where id = 2", "a");
            assertThat(read("select value from api.a where id = 2", "a").text(0, 0))
                    .isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void a_write_with_a_trigger_is_seen_at_once() {
        String query = "select count(*) from api.log";
        settled(query, "log");
        for (int i = 0; i < 30; i++) {
            long before = read(query, "log").number(0, 0, 0);
            write("insert into api.t select coalesce(max(id), 0) + 1, 'x' from api.t", "t");
            assertThat(read(query, "log").number(0, 0, 0)).isEqualTo(before + 1);
        }
        assertThat(server.cache.figures().writesWaited()).isPositive();
    }

    @Test
    void a_cascade_is_seen_at_once() {
        String query = "select count(*) from api.child";
        settled(query, "child");
        write("delete from api.parent where id = 1", "parent");
        assertThat(read(query, "child").text(0, 0)).isEqualTo("1");
    }

    @Test
    void a_transaction_of_several_statements_is_seen_at_once() throws Exception {
        String query = "select value from api.a where id = 3";
        settled(query, "a");
        server.cache.transact(Session.LOGIN, CachedServer.soon(), transaction -> {
            transaction.run(writing("update api.a set value = 'x' where id = 3", "a"),
                    Session.LOGIN);
            transaction.again(writing("update api.a set value = 'y' where id = 3", "a"));
            return Verdict.End.COMMIT;
        });
        assertThat(read(query, "a").text(0, 0)).isEqualTo("y");
        server.cache.decide(writing("update api.a set value = 'z' where id = 3", "a"),
                Session.LOGIN, CachedServer.soon(), Verdict.COMMIT);
        assertThat(read(query, "a").text(0, 0)).isEqualTo("z");
    }

    @Test
    void writes_to_partitioned_tables_and_views_are_seen_at_once_without_waiting() {
        String ofPart = "select value from api.part_1 where id = 1";
        String ofTable = "select value from api.a where id = 9";
        settled(ofPart, "part_1");
        settled(ofTable, "a");
        long waited = waits();
        for (int i = 0; i < 20; i++) {
            write("update api.part set value = '" + i + "' where id = 1", "part");
            assertThat(read(ofPart, "part_1").text(0, 0)).isEqualTo(Integer.toString(i));
            write("update api.window_on_a set value = '" + i + "' where id = 9", "window_on_a");
            assertThat(read(ofTable, "a").text(0, 0)).isEqualTo(Integer.toString(i));
        }
        assertThat(waits()).isEqualTo(waited);
    }

    private static long waits() {
        var figures = server.cache.figures();
        return figures.writesWaited() + figures.writesNotTold();
    }

    @Test
    void a_write_beside_the_cache_is_seen_at_once() {
        String query = "select value from api.a where id = 3";
        settled(query, "a");
        var beside = server.cache.watching(server.plain);
        for (int i = 0; i < 20; i++) {
            beside.run(Sql.of("update api.a set value = 'beside " + i + "' where id = 3"),
                    Session.LOGIN, CachedServer.soon());
            assertThat(read(query, "a").text(0, 0)).isEqualTo("beside " + i);
        }
    }

    @Test
    void a_write_by_others_is_seen_soon() {
        String query = "select value from api.a where id = 4";
        settled(query, "a");
        server.test.execute("update api.a set value = 'by others' where id = 4");
        within(Duration.ofSeconds(1), () ->
                read(query, "a").text(0, 0).equals("by others"));
    }

    @Test
    void a_row_that_is_pinned_stays_while_others_change() {
        var pin = new Pin(name("a"), List.of("id"), List.of("5"));
        Sql sql = new Sql("select value from api.a where id = 5 /* pinned */", List.of(),
                new Footprint(true, Set.of(name("a")), Set.of(), Set.of(), List.of(pin)));
        within(Duration.ofSeconds(5), () -> run(sql, reader("anna")).served().how() == How.HIT);
        server.test.execute("update api.a set value = 'other row' where id = 6");
        within(Duration.ofSeconds(1), () -> read("select value from api.a where id = 6", "a")
                .text(0, 0).equals("other row"));
        assertThat(run(sql, reader("anna")).served().how()).isEqualTo(How.HIT);
        server.test.execute("update api.a set value = 'this row' where id = 5");
        within(Duration.ofSeconds(1), () ->
                run(sql, reader("anna")).text(0, 0).equals("this row"));
    }

    @Test
    void callers_get_their_own_rows_and_share_the_rest() {
        String query = "select id from api.mine";
        settled(query, "mine");
        assertThat(run(reading(query, "mine"), reader("bert")).text(0, 0)).isEqualTo("2");
        assertThat(run(reading(query, "mine"), reader("anna")).text(0, 0)).isEqualTo("1");
        settled("select value from api.a where id = 7", "a");
        assertThat(run(reading("select value from api.a where id = 7", "a"), reader("bert"))
                .served().how()).isEqualTo(How.HIT);
    }

    @Test
    void a_policy_of_others_takes_effect_soon() {
        String query = "select value from api.secret";
        settled(query, "secret");
        server.test.execute("alter table api.secret enable row level security");
        within(Duration.ofSeconds(1), () -> read(query, "secret").size() == 0);
        server.test.execute("create policy all_of_it on api.secret using (true)");
        within(Duration.ofSeconds(1), () -> read(query, "secret").size() == 1);
        settled(query, "secret");
        server.test.execute("revoke select on api.secret from cache_reader");
        within(Duration.ofSeconds(1), () ->
                outcome(reading(query, "secret"), reader("anna"))
                        instanceof Outcome.SqlError error && error.sqlState().equals("42501"));
    }

    @Test
    void without_the_event_triggers_nothing_is_kept() {
        String query = "select value from api.a where id = 10";
        settled(query, "a");
        server.test.execute("alter event trigger loam_after_ddl disable");
        within(Duration.ofSeconds(1), () -> read(query, "a").served().how() == How.PASS);
        server.test.execute("alter event trigger loam_after_ddl enable always");
        settled(query, "a");
    }

    @Test
    void a_view_that_reads_something_else_is_seen_soon() {
        String query = "select value from api.seen";
        server.test.execute("create view api.seen as select value from api.a where id = 1; "
                + "grant select on api.seen to cache_reader");
        within(Duration.ofSeconds(2), () -> outcome(reading(query, "seen"), reader("anna"))
                instanceof Rows rows && rows.served().how() == How.HIT);
        server.test.execute(
                "create or replace view api.seen as select 'other'::text as value");
        within(Duration.ofSeconds(1), () -> read(query, "seen").text(0, 0).equals("other"));
    }

    @Test
    void a_refreshed_view_is_seen_soon() {
        String query = "select n from api.m";
        settled(query, "m");
        server.test.execute("insert into api.a values (100, 'more')");
        server.test.execute("refresh materialized view api.m");
        within(Duration.ofSeconds(1), () -> read(query, "m").text(0, 0).equals("11"));
    }

    @Test
    void what_is_not_told_is_not_kept_and_says_so() {
        assertThat(within(Duration.ofSeconds(5), "select id from api.unlogged", "unlogged"))
                .contains("unlogged");
        assertThat(within(Duration.ofSeconds(5), "select id from api.off", "off"))
                .contains("api.off").contains("switched off");
    }

    @Test
    void a_reader_of_the_log_that_is_killed_loses_nothing() {
        String query = "select value from api.a where id = 8";
        for (int i = 0; i < 3; i++) {
            settled(query, "a");
            server.cutFeed();
            server.test.execute("update api.a set value = 'cut " + i + "' where id = 8");
            String expected = "cut " + i;
            within(Duration.ofSeconds(1), () -> read(query, "a").text(0, 0).equals(expected));
            settled(query, "a");
        }
    }

    @Test
    void an_error_counts_its_place_from_the_statement() {
        Sql wrong = reading("select value from api.a where nowhere = 1", "a");
        var plain = (Outcome.SqlError) server.plain.run(
                wrong, reader("anna"), CachedServer.soon());
        var cached = (Outcome.SqlError) outcome(wrong, reader("anna"));
        assertThat(cached.position()).isEqualTo(plain.position()).isPositive();
    }

    @Test
    void a_role_that_loses_its_member_is_seen_soon() {
        String role = "cache_member_" + server.test.name();
        PostgresFixture.maintenance().execute("create role " + role + " in role cache_reader");
        String query = "select value from api.a where id = 9";
        var session = session(role, "anna");
        within(Duration.ofSeconds(5), () ->
                run(reading(query, "a"), session).served().how() == How.HIT);
        PostgresFixture.maintenance().execute("revoke cache_reader from " + role);
        within(Duration.ofSeconds(2), () ->
                outcome(reading(query, "a"), session) instanceof Outcome.SqlError);
    }

    /// Reads until the answer comes from the cache.
    private static Rows settled(String query, String table) {
        var found = new Rows[1];
        within(Duration.ofSeconds(5), () -> {
            found[0] = read(query, table);
            return found[0].served().how() == How.HIT;
        });
        return found[0];
    }

    /// Why an answer is not kept, once the schema is known.
    private static String within(Duration atMost, String query, String table) {
        var why = new String[1];
        within(atMost, () -> {
            why[0] = read(query, table).served().why();
            return !why[0].contains("schema") && !why[0].contains("cannot be read");
        });
        return why[0];
    }

    private static void within(Duration atMost, BooleanSupplier holds) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within " + atMost).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static Rows read(String query, String table) {
        return run(reading(query, table), reader("anna"));
    }

    private static Rows run(Sql sql, Session session) {
        return (Rows) outcome(sql, session);
    }

    private static Outcome outcome(Sql sql, Session session) {
        Run soon = CachedServer.soon();
        return server.cache.run(sql, session,
                new Run(soon.deadline(), soon.abandoned(), Consistency.SESSION, false));
    }

    private static void write(String statement, String table) {
        assertThat(server.cache.run(writing(statement, table), Session.LOGIN,
                CachedServer.soon())).isInstanceOf(Rows.class);
    }

    private static Sql reading(String text, String table) {
        return new Sql(text, List.of(), new Footprint(
                true, Set.of(name(table)), Set.of(), Set.of(), List.of()));
    }

    private static Sql writing(String text, String table) {
        return new Sql(text, List.of(), new Footprint(
                false, Set.of(), Set.of(name(table)), Set.of(), List.of()));
    }

    private static TableName name(String table) {
        return new TableName("api", table);
    }

    private static Session reader(String sub) {
        return session("cache_reader", sub);
    }

    private static Session session(String role, String sub) {
        return new Session(role, List.of(
                new Setting("request.jwt.claims", "{\"sub\":\"" + sub + "\"}"),
                new Setting("request.headers", "{\"x\":\"" + System.nanoTime() + "\"}")),
                Access.READ_ONLY, null, List.of());
    }
}
