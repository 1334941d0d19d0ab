package dev.loam.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Isolation;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.database.Verdict.End;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The law of `ports.database.Database`, on a pool of one, so that whatever leaks is seen.
class PostgresDatabaseContract {
    static final String SCRIPT = """
            do $$ begin
              create role pool_login login noinherit;
              create role pool_ann nologin; create role pool_bob nologin;
              grant pool_ann, pool_bob to pool_login;
            exception when duplicate_object then null; end $$;
            create table item (id int primary key, name text, owner text);
            insert into item values (1, 'one', 'pool_ann'), (2, 'two', 'pool_bob');
            alter table item enable row level security;
            create policy own on item using (owner = current_user);
            grant all on item to pool_ann, pool_bob;
            create table parent (id int primary key);
            create table child (id int primary key,
              parent int references parent deferrable initially deferred);
            grant all on parent, child to pool_ann;
            """;
    private static final String STATE = """
            select current_user, current_setting('request.claims', true),
              current_setting('search_path'), current_setting('TimeZone'),
              current_setting('statement_timeout'), current_setting('transaction_read_only'),
              current_setting('transaction_isolation')""";

    private final TestDatabase test = PostgresFixture.freshDatabase(SCRIPT);
    private PostgresDatabase database;

    @BeforeEach
    void open() {
        database = new PostgresDatabase(
                PostgresConfig.fromUrl(test.url("pool_login")).withPool(1, 10));
    }

    @AfterEach
    void close() {
        database.close();
    }

    static Run soon() {
        return Run.until(Deadline.after(Duration.ofSeconds(20), System.nanoTime()));
    }

    static Session as(String role, Setting... settings) {
        return new Session(role, List.of(settings), Access.READ_WRITE, null, List.of());
    }

    private Rows rows(String sql, Session session, Bind... binds) {
        return (Rows) database.run(Sql.of(sql, binds), session, soon());
    }

    private SqlError error(String sql, Session session, Bind... binds) {
        return (SqlError) database.run(Sql.of(sql, binds), session, soon());
    }

    private String value(String sql, Session session, Bind... binds) {
        return rows(sql, session, binds).text(0, 0);
    }

    @Test
    void settings_and_statement_are_one_transaction_however_often_it_runs() {
        Session session = as("pool_ann", new Setting("request.claims", "{}"));
        // Long enough to meet every state of preparation and of pgjdbc's description of it.
        for (int i = 0; i < 12; i++) {
            Rows rows = rows("select current_user::text, current_setting('request.claims'), "
                    + "repeat('x', 70000), ?::text || ?", session, Bind.of("a"), Bind.of("b"));
            assertThat(rows.text(0, 0)).isEqualTo("pool_ann");
            assertThat(rows.text(0, 1)).isEqualTo("{}");
            assertThat(rows.bytes(0, 2)).hasSize(70_000);
            assertThat(rows.text(0, 3)).isEqualTo("ab");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1", "select 1/0", "this is no sql", "select 'x'::int",
            "do $$ begin raise exception 'no' using errcode = 'P0001'; end $$"})
    void nothing_a_session_sets_is_seen_by_the_next_request(String statement) {
        Rows before = rows(STATE, Session.LOGIN);
        Session all = new Session("pool_ann", List.of(new Setting("request.claims", "secret"),
                new Setting("search_path", "pg_catalog"), new Setting("TimeZone", "Asia/Tokyo"),
                new Setting("statement_timeout", "9s")), Access.READ_ONLY, null, List.of());
        Session explicit = new Session("pool_ann", all.settings(), Access.READ_ONLY,
                Isolation.SERIALIZABLE, List.of());
        Rows inside = rows(STATE, all);
        assertThat(List.of(inside.text(0, 0), inside.text(0, 1), inside.text(0, 2),
                inside.text(0, 3), inside.text(0, 4), inside.text(0, 5))).containsExactly(
                "pool_ann", "secret", "pg_catalog", "Asia/Tokyo", "9s", "on");
        for (Session session : List.of(all, explicit)) {
            database.run(Sql.of(statement), session, soon());
            database.decide(Sql.of(statement), session, soon(), Verdict.ROLLBACK);
            database.decide(Sql.of(statement), session, soon(), Verdict.COMMIT);
            Rows after = rows(STATE, Session.LOGIN);
            for (int column = 0; column < before.columns().size(); column++) {
                // A custom setting that was set once reads as empty, no longer as absent.
                assertThat(String.valueOf(after.text(0, column)).replace("null", ""))
                        .isEqualTo(String.valueOf(before.text(0, column)).replace("null", ""));
            }
        }
        assertThat(database.connections()).isEqualTo(1);
    }

    @Test
    void a_role_left_behind_by_a_function_does_not_serve_the_next_request() {
        value("select set_config('role', 'pool_bob', false)", as("pool_bob"));
        assertThat(value("select current_user", Session.LOGIN)).isEqualTo("pool_login");
        assertThat(value("select current_user", as("pool_ann"))).isEqualTo("pool_ann");
    }

    @Test
    void an_error_rolls_back_what_ran_before_and_leaves_the_connection_usable() {
        Session session = new Session("pool_ann", List.of(), Access.READ_WRITE, null, List.of(
                Sql.of("insert into item values (?::int, 'x', 'pool_ann')", Bind.of("10"))));
        assertThat(database.run(Sql.of("select 1/0"), session, soon()))
                .isInstanceOfSatisfying(SqlError.class,
                        error -> assertThat(error.sqlState()).isEqualTo("22012"));
        assertThat(test.value("select count(*) from item where id = 10")).isEqualTo("0");
        assertThat(database.run(Sql.of("select 1"), session, soon())).isInstanceOf(Rows.class);
        assertThat(test.value("select count(*) from item where id = 10")).isEqualTo("1");
    }

    @Test
    void a_read_only_session_cannot_write_nor_free_itself() {
        Session reader =
                new Session("pool_ann", List.of(), Access.READ_ONLY, null, List.of());
        assertThat(error("insert into item values (3, 'x', 'pool_ann')", reader).sqlState())
                .isEqualTo("25006");
        assertThat(error("select set_config('transaction_read_only', 'off', true)", reader)
                .sqlState()).isEqualTo("25001");
        assertThat(rows("insert into item values (3, 'x', 'pool_ann')", as("pool_ann"))
                .affected()).isEqualTo(1);
    }

    @Test
    void the_role_named_none_is_refused_and_an_unknown_role_is_an_error() {
        assertThat(error("select 1", as("none")).sqlState()).isEqualTo("22023");
        assertThat(error("select 1", as("pool_nobody")).sqlState()).isEqualTo("22023");
    }

    @Test
    void errors_carry_what_postgresql_said() {
        SqlError error =
                error("insert into parent values (1), (1)", as("pool_ann"));
        assertThat(error.sqlState()).isEqualTo("23505");
        assertThat(error.constraint()).isEqualTo("parent_pkey");
        assertThat(error.detail()).contains("(id)=(1)");
        assertThat(error("select nothing", Session.LOGIN).position()).isEqualTo(8);
    }

    @Test
    void values_are_values_whatever_they_hold() {
        String nasty = "'; drop table item; -- ? $1 \\ \" ü 𝄞 \uFFFD";
        assertThat(value("select ?::text", Session.LOGIN, Bind.of(nasty))).isEqualTo(nasty);
        byte[] bytes = nasty.getBytes(StandardCharsets.UTF_8);
        assertThat(value("select ?::text", Session.LOGIN, new Bind.Utf8(bytes)))
                .isEqualTo(nasty);
        assertThat(value("select ?::jsonb ->> 'a'", Session.LOGIN,
                new Bind.Utf8("{\"a\": 1}".getBytes(StandardCharsets.UTF_8)))).isEqualTo("1");
        assertThat(value("select encode(?, 'hex')", Session.LOGIN,
                new Bind.Binary(new byte[] {0, (byte) 255}))).isEqualTo("00ff");
        assertThat(value("select ?::int + 1", Session.LOGIN, Bind.of("41"))).isEqualTo("42");
        assertThat(value("select '{\"a\":1}'::jsonb ?? ?", Session.LOGIN, Bind.of("a")))
                .isEqualTo("t");
        assertThat(value("select ?::int is null", Session.LOGIN, Bind.of(null)))
                .isEqualTo("t");
    }

    @Test
    void nul_and_malformed_utf_8_are_refused_as_postgresql_does() {
        assertThat(error("select ?::text", Session.LOGIN, Bind.of("a\0b")).sqlState())
                .isEqualTo("22021");
        assertThat(error("select ?::text", Session.LOGIN, new Bind.Utf8(new byte[] {(byte) 0xc3}))
                .sqlState()).isEqualTo("22021");
        assertThat(error("select 1", as("pool_ann\0")).sqlState()).isEqualTo("22021");
        assertThat(value("select 1", as("pool_ann"))).isEqualTo("1");
    }

    @Test
    void rows_come_as_text_with_names_and_the_number_of_the_tag() {
        Rows rows = rows("select id, name, '\\x01ff'::bytea, null::int, true as bool, "
                + "1.50::numeric from generate_series(1, 2) id, (values ('ä')) as v(name)",
                Session.LOGIN);
        assertThat(rows.columns())
                .containsExactly("id", "name", "bytea", "int4", "bool", "numeric");
        assertThat(rows.affected()).isEqualTo(2);
        assertThat(rows.bytes(1, 1)).isEqualTo("ä".getBytes(StandardCharsets.UTF_8));
        assertThat(rows.text(1, 2)).isEqualTo("\\x01ff");
        assertThat(rows.text(1, 3)).isNull();
        assertThat(rows.text(1, 4)).isEqualTo("t");
        assertThat(rows.text(1, 5)).isEqualTo("1.50");
        assertThat(rows("select 1 where false", Session.LOGIN).size()).isZero();
        Rows none = rows("update item set name = 'x' where false", as("pool_ann"));
        assertThat(none.columns()).isEmpty();
        assertThat(none.affected()).isZero();
        assertThat(rows("do $$ begin end $$", Session.LOGIN).affected()).isEqualTo(-1);
    }

    @Test
    void one_text_is_one_statement() {
        assertThatThrownBy(() -> rows("select 1; select 2", Session.LOGIN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows("select ?::text", Session.LOGIN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(value("select 1", Session.LOGIN)).isEqualTo("1");
    }

    @Test
    void the_time_zone_is_the_servers_and_not_this_process() {
        String zone = test.value("show log_timezone");
        assertThat(value("select current_setting('TimeZone')", Session.LOGIN)).isEqualTo(zone);
        PostgresConfig inTokyo =
                PostgresConfig.fromUrl(test.url("pool_login") + "?timezone=Asia/Tokyo");
        try (var other = new PostgresDatabase(inTokyo)) {
            assertThat(((Rows) other.run(Sql.of("show timezone"), Session.LOGIN, soon()))
                    .text(0, 0)).isEqualTo("Asia/Tokyo");
        }
    }

    @Test
    void the_verdict_decides_and_sees_the_rows() {
        Sql insert = Sql.of("insert into item values (20, 'x', 'pool_ann') returning id");
        Outcome kept = database.decide(insert, as("pool_ann"), soon(),
                rows -> rows.text(0, 0).equals("20") ? End.COMMIT : End.ROLLBACK);
        assertThat(((Rows) kept).affected()).isEqualTo(1);
        Outcome dropped = database.decide(Sql.of("delete from item"), as("pool_ann"), soon(),
                rows -> rows.affected() < 2 ? End.COMMIT : End.ROLLBACK);
        assertThat(((Rows) dropped).affected()).isEqualTo(2);
        assertThat(test.value("select count(*) from item where owner = 'pool_ann'"))
                .isEqualTo("2");
    }

    @Test
    void a_verdict_that_throws_rolls_back() {
        assertThatThrownBy(() -> database.decide(Sql.of("delete from item"), as("pool_ann"),
                soon(), _ -> {
                    throw new IllegalStateException("no");
                })).hasMessage("no");
        assertThat(value("select count(*) from item", as("pool_ann"))).isEqualTo("1");
        assertThat(database.connections()).isEqualTo(1);
    }

    @Test
    void a_commit_that_fails_is_an_error_in_both_shapes() {
        Sql orphan = Sql.of("insert into child values (1, 99)");
        for (Outcome outcome : List.of(
                database.decide(orphan, as("pool_ann"), soon(), Verdict.COMMIT),
                database.run(orphan, as("pool_ann"), soon()))) {
            assertThat(((SqlError) outcome).sqlState()).isEqualTo("23503");
        }
        assertThat(test.value("select count(*) from child")).isEqualTo("0");
        assertThat(database.decide(orphan, as("pool_ann"), soon(), Verdict.ROLLBACK))
                .isInstanceOf(Rows.class);
    }

    @Test
    void a_rehearsal_keeps_nothing_and_refuses_what_a_commit_would() {
        Sql insert = Sql.of("insert into item values (21, 'x', 'pool_ann') returning id");
        Sql orphan = Sql.of("insert into child values (1, 99)");

        assertThat(((Rows) database.decide(insert, as("pool_ann"), soon(), _ -> End.REHEARSE))
                .text(0, 0)).isEqualTo("21");
        assertThat(((SqlError) database.decide(
                orphan, as("pool_ann"), soon(), _ -> End.REHEARSE)).sqlState())
                .isEqualTo("23503");
        assertThat(test.value("select count(*) from item where id = 21")).isEqualTo("0");
        assertThat(database.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ_COMMITTED", "REPEATABLE_READ", "SERIALIZABLE"})
    void isolation_makes_an_explicit_transaction_of_it(String name) {
        Isolation isolation = Isolation.valueOf(name);
        var session = new Session("pool_ann", List.of(), Access.READ_ONLY, isolation, List.of());
        Rows rows = rows(STATE, session);
        assertThat(rows.text(0, 6)).isEqualTo(isolation.sql().toLowerCase(Locale.ROOT));
        assertThat(rows.text(0, 5)).isEqualTo("on");
    }
}
