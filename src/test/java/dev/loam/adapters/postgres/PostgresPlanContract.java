package dev.loam.adapters.postgres;

import static dev.loam.adapters.postgres.PostgresDatabaseContract.as;
import static dev.loam.adapters.postgres.PostgresDatabaseContract.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Isolation;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import dev.loam.ports.database.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Prepared statements that stay right while roles, rights and tables change, on a pool of one.
class PostgresPlanContract {
    private final TestDatabase test =
            PostgresFixture.freshDatabase(PostgresDatabaseContract.SCRIPT);
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

    private Outcome run(String sql, Session session, Bind... binds) {
        return database.run(Sql.of(sql, binds), session, soon());
    }

    @Test
    void an_inlined_function_stays_forbidden_to_a_role_that_may_not_execute_it() {
        test.execute("""
                create function secret() returns int language sql immutable as 'select 42';
                revoke all on function secret() from public;
                grant execute on function secret() to pool_ann""");
        String call = "select secret() + x from generate_series(1, 1) x";
        for (int i = 0; i < 12; i++) {
            assertThat(run(call, as("pool_ann"))).isInstanceOf(Rows.class);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(run(call, as("pool_bob"))).isInstanceOfSatisfying(SqlError.class,
                    error -> assertThat(error.sqlState()).isEqualTo("42501"));
            assertThat(run(call, as("pool_ann"))).isInstanceOf(Rows.class);
        }
    }

    @Test
    void a_right_that_is_taken_away_is_gone_at_once() {
        test.execute("""
                create function mine() returns int language sql immutable as 'select 42';
                revoke all on function mine() from public;
                grant execute on function mine() to pool_ann""");
        String call = "select mine() + x from generate_series(1, 1) x";
        for (int i = 0; i < 12; i++) {
            assertThat(run(call, as("pool_ann"))).isInstanceOf(Rows.class);
        }
        test.execute("revoke execute on function mine() from pool_ann");
        assertThat(run(call, as("pool_ann"))).isInstanceOf(SqlError.class);
    }

    @Test
    void every_role_sees_its_own_rows_through_the_same_statement() {
        for (int i = 0; i < 12; i++) {
            for (String role : List.of("pool_ann", "pool_bob")) {
                Rows rows = (Rows) run("select owner from item where id > ?", as(role),
                        Bind.of("0"));
                assertThat(rows.size()).isEqualTo(1);
                assertThat(rows.text(0, 0)).isEqualTo(role);
            }
        }
    }

    @Test
    void a_change_of_the_table_does_not_fail_a_request() {
        String read = "select * from item where id = ?";
        for (int i = 0; i < 7; i++) {
            assertThat(((Rows) run(read, as("pool_ann"), Bind.of("1"))).columns()).hasSize(3);
        }
        test.execute("alter table item add column more int");
        assertThat(((Rows) run(read, as("pool_ann"), Bind.of("1"))).columns()).hasSize(4);
        test.execute("alter table item alter column id type bigint, drop column more");
        Rows rows = (Rows) run(read, as("pool_ann"), Bind.of("1"));
        assertThat(rows.columns()).containsExactly("id", "name", "owner");
    }

    @Test
    void a_change_of_the_table_fails_neither_decisions_nor_streams() throws Exception {
        Sql read = Sql.of("select * from item");
        var seen = new ArrayList<Integer>();
        for (String change : List.of("select 1", "alter table item add column more int",
                "alter table item drop column more")) {
            test.execute(change);
            Outcome decided = database.decide(read, as("pool_ann"), soon(), Verdict.COMMIT);
            seen.add(((Rows) decided).columns().size());
            Outcome streamed = database.stream(read, as("pool_ann"), soon(), 2,
                    batch -> seen.add(batch.columns().size()));
            assertThat(((Rows) streamed).affected()).isEqualTo(1);
        }
        assertThat(seen).containsExactly(3, 3, 4, 4, 3, 3);
    }

    @Test
    void statements_that_were_deallocated_are_prepared_again() {
        run("select 1", as("pool_ann"));
        run("do $$ begin execute 'deallocate all'; end $$", as("pool_ann"));
        assertThat(run("select 1", as("pool_ann"))).isInstanceOf(Rows.class);
        run("deallocate all", as("pool_ann"));
        assertThat(run("select 1", as("pool_ann"))).isInstanceOf(Rows.class);
    }

    @Test
    void an_error_of_the_same_code_from_a_function_is_reported_and_not_repeated_for_ever() {
        Outcome outcome = run("do $$ begin raise exception using errcode = '26000'; end $$",
                as("pool_ann"));
        assertThat(((SqlError) outcome).sqlState()).isEqualTo("26000");
    }

    @Test
    void more_statements_than_are_kept_still_run_and_are_forgotten_by_the_server() {
        for (int i = 0; i < 300; i++) {
            Rows rows = (Rows) run("select " + i, Session.LOGIN);
            assertThat(rows.text(0, 0)).isEqualTo(Integer.toString(i));
        }
        Rows kept = (Rows) run("select count(*) from pg_prepared_statements", Session.LOGIN);
        assertThat(kept.number(0, 0, 0)).isBetween(256L, 2 * 256L);
    }

    @Test
    void statements_with_remarks_leave_prepared_ones_alone() throws Exception {
        String kept = "select name, prepare_time from pg_prepared_statements "
                + "where statement like '%item where id = $1%' and statement not like '%pg_%'";
        Sql read = Sql.of("select * from item where id = ?", Bind.of("1"));
        database.run(read, as("pool_ann"), soon());
        Rows before = (Rows) run(kept, Session.LOGIN);
        for (int i = 0; i < 3; i++) {
            Sql remarked = read.remarked("n='" + i + "'");
            Rows rows = (Rows) database.run(remarked, as("pool_ann"), soon());
            assertThat(rows.size()).isEqualTo(1);
            assertThat(database.decide(remarked, as("pool_ann"), soon(), Verdict.COMMIT))
                    .isInstanceOf(Rows.class);
            assertThat(database.stream(remarked, as("pool_ann"), soon(), 2, _ -> { }))
                    .isInstanceOf(Rows.class);
            assertThat(database.transact(as("pool_ann"), soon(), transaction -> {
                transaction.run(remarked, as("pool_ann"));
                transaction.again(remarked);
                return Verdict.End.COMMIT;
            })).isInstanceOf(Rows.class);
        }
        database.run(read, as("pool_ann"), soon());
        Rows after = (Rows) run(kept, Session.LOGIN);
        assertThat(before.size()).isEqualTo(1);
        assertThat(after.size()).isEqualTo(1);
        assertThat(after.text(0, 0)).isEqualTo(before.text(0, 0));
        assertThat(after.text(0, 1)).isEqualTo(before.text(0, 1));
    }

    @Test
    void a_decision_with_a_search_path_does_not_unprepare_the_connections_statements() {
        String count = "select name, prepare_time from pg_prepared_statements "
                + "where statement like '%item where id = $1%' and statement not like '%pg_%'";
        Session session = as("pool_ann", new Setting("search_path", "public, pg_temp"));
        Sql read = Sql.of("select * from item where id = ?", Bind.of("1"));
        database.run(read, session, soon());
        Rows before = (Rows) run(count, Session.LOGIN);
        for (int i = 0; i < 3; i++) {
            assertThat(database.decide(Sql.of("delete from item where false"), session, soon(),
                    Verdict.COMMIT)).isInstanceOf(Rows.class);
            database.run(read, session, soon());
        }
        Rows after = (Rows) run(count, Session.LOGIN);
        assertThat(before.size()).isEqualTo(1);
        assertThat(after.text(0, 0)).isEqualTo(before.text(0, 0));
    }

    @Test
    void deferred_triggers_see_the_settings_of_the_request() {
        test.execute("""
                create schema api; create table api.seen (path text, who text);
                grant usage on schema api to pool_ann; grant all on api.seen to pool_ann;
                create function note() returns trigger language plpgsql as $$ begin
                  insert into seen values (current_setting('search_path'), current_user);
                  return null; end $$;
                create constraint trigger late after insert on parent
                  deferrable initially deferred for each row execute function note()""");
        var session = new Session("pool_ann", List.of(new Setting("search_path", "api,public")),
                Access.READ_WRITE, Isolation.READ_COMMITTED, List.of());
        assertThat(run("insert into parent values (5)", session)).isInstanceOf(Rows.class);
        assertThat(test.value("select path || ' ' || who from api.seen"))
                .isEqualTo("api,public pool_ann");
    }
}
