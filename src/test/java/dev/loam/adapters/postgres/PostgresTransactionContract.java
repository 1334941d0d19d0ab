package dev.loam.adapters.postgres;

import static dev.loam.adapters.postgres.PostgresDatabaseContract.as;
import static dev.loam.adapters.postgres.PostgresDatabaseContract.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The law of transactions of several statements, on a pool of one, so that whatever leaks is seen.
class PostgresTransactionContract {
    private static final Session ANN = as("pool_ann", new Setting("search_path", "public"));

    private final TestDatabase test =
            PostgresFixture.freshDatabase(PostgresDatabaseContract.SCRIPT);
    private PostgresDatabase database;

    @BeforeEach
    void open() {
        database = new PostgresDatabase(
                PostgresConfig.fromUrl(test.url("pool_login")).withPool(1, 10));
    }

    @AfterEach
    void nothing_is_left_behind() {
        Rows state = (Rows) database.run(
                Sql.of("select current_user::text, current_setting('search_path')"),
                Session.LOGIN, soon());
        assertThat(state.text(0, 0)).isEqualTo("pool_login");
        assertThat(state.text(0, 1)).isNotEqualTo("public");
        assertThat(database.connections()).isEqualTo(1);
        database.close();
    }

    private Outcome transact(Database.Work work) throws IOException {
        return database.transact(ANN, soon(), work);
    }

    private static Sql insert(int id) {
        return Sql.of("insert into item values (?::int, 'x', 'pool_ann')",
                Bind.of(Integer.toString(id)));
    }

    private static final Sql BAD = Sql.of("select 1/0");

    private String count() {
        return test.value("select count(*) from item where id > 99");
    }

    @Test
    void statements_are_one_transaction_each_with_settings_of_its_own() throws IOException {
        for (int round = 0; round < 8; round++) {
            List<String> seen = new ArrayList<>();
            Sql state = Sql.of("select current_user::text, current_setting('request.step'),"
                    + " current_setting('search_path'), pg_current_xact_id()::text");
            Outcome end = transact(transaction -> {
                for (String step : List.of("one", "two", "three")) {
                    Rows rows = (Rows) transaction.run(state, as("pool_ann",
                            new Setting("request.step", step),
                            new Setting("search_path", "public, " + step)));
                    seen.add(rows.text(0, 0) + " " + rows.text(0, 1) + " " + rows.text(0, 2));
                    seen.add(rows.text(0, 3));
                }
                return End.COMMIT;
            });
            assertThat(end).isInstanceOf(Rows.class);
            assertThat(List.of(seen.get(0), seen.get(2), seen.get(4))).containsExactly(
                    "pool_ann one public, one", "pool_ann two public, two",
                    "pool_ann three public, three");
            assertThat(seen.get(1)).isEqualTo(seen.get(3)).isEqualTo(seen.get(5));
        }
    }

    @Test
    void another_one_runs_in_what_the_last_one_left() throws IOException {
        Sql state = Sql.of("select current_user::text, current_setting('request.step'),"
                + " current_setting('search_path'), ?::text", Bind.of("bound"));
        Session prepared = new Session("pool_ann",
                List.of(new Setting("request.step", "one"), new Setting("search_path", "public")),
                Access.READ_WRITE, null, List.of(
                        Sql.of("select set_config('request.step', current_setting("
                                + "'request.step') || '+', true)"),
                        Sql.of("select set_config('search_path', 'public, pg_temp', true)")));
        for (int round = 0; round < 8; round++) {
            Outcome end = transact(transaction -> {
                transaction.run(insert(100), prepared);
                for (int i = 0; i < 3; i++) {
                    Rows rows = (Rows) transaction.again(state);
                    assertThat(List.of(rows.text(0, 0), rows.text(0, 1), rows.text(0, 2),
                            rows.text(0, 3)))
                            .containsExactly("pool_ann", "one+", "public, pg_temp", "bound");
                }
                assertThat(transaction.again(insert(101))).isInstanceOf(Rows.class);
                assertThat(((Rows) transaction.run(state, as("pool_ann",
                        new Setting("request.step", "two")))).text(0, 1)).isEqualTo("two");
                assertThat(((SqlError) transaction.again(BAD)).sqlState()).isEqualTo("22012");
                assertThat(((SqlError) transaction.again(insert(102))).sqlState())
                        .isEqualTo("25P02");
                return End.ROLLBACK;
            });
            assertThat(end).isInstanceOf(Rows.class);
            assertThat(count()).isEqualTo("0");
        }
    }

    @Test
    void all_is_kept_or_nothing() throws IOException {
        transact(transaction -> {
            transaction.run(insert(100), ANN);
            transaction.run(insert(101), ANN);
            return End.COMMIT;
        });
        assertThat(count()).isEqualTo("2");
        for (End end : List.of(End.ROLLBACK, End.REHEARSE)) {
            assertThat(transact(transaction -> {
                transaction.run(insert(102), ANN);
                transaction.run(insert(103), ANN);
                return end;
            })).isInstanceOf(Rows.class);
        }
        assertThat(count()).isEqualTo("2");
    }

    @Test
    void after_an_error_the_transaction_is_lost() throws IOException {
        Outcome end = transact(transaction -> {
            transaction.run(insert(100), ANN);
            assertThat(((SqlError) transaction.run(BAD, ANN)).sqlState()).isEqualTo("22012");
            assertThat(((SqlError) transaction.run(insert(101), ANN)).sqlState())
                    .isEqualTo("25P02");
            return End.COMMIT;
        });
        assertThat(((SqlError) end).sqlState()).isEqualTo("22012");
        assertThat(count()).isEqualTo("0");
    }

    @Test
    void an_attempt_is_undone_alone() throws IOException {
        Outcome end = transact(transaction -> {
            assertThat(transaction.attempt(BAD, ANN, Verdict.COMMIT))
                    .isInstanceOf(SqlError.class);
            assertThat(transaction.attempt(insert(100), ANN, Verdict.COMMIT))
                    .isInstanceOf(Rows.class);
            assertThat(transaction.attempt(BAD, ANN, Verdict.COMMIT))
                    .isInstanceOf(SqlError.class);
            transaction.attempt(insert(101), ANN, Verdict.ROLLBACK);
            assertThat(transaction.attempt(Sql.of("select ?::text", Bind.of("a\0b")), ANN,
                    Verdict.COMMIT)).isInstanceOf(SqlError.class);
            assertThat(transaction.run(insert(102), ANN)).isInstanceOf(Rows.class);
            return End.COMMIT;
        });
        assertThat(end).isInstanceOf(Rows.class);
        assertThat(test.value("select string_agg(id::text, ',') from item where id > 99"))
                .isEqualTo("100,102");
    }

    @Test
    void attempts_that_all_fail_end_well() throws IOException {
        for (End how : End.values()) {
            assertThat(transact(transaction -> {
                transaction.attempt(BAD, ANN, Verdict.COMMIT);
                return how;
            })).isInstanceOf(Rows.class);
        }
        assertThat(transact(_ -> End.COMMIT)).isInstanceOf(Rows.class);
    }

    @Test
    void a_work_that_throws_is_rolled_back() {
        assertThatThrownBy(() -> transact(transaction -> {
            transaction.run(insert(100), ANN);
            throw new IOException("no");
        })).hasMessage("no");
        assertThatThrownBy(() -> transact(transaction -> {
            transaction.attempt(insert(100), ANN, _ -> {
                throw new IllegalStateException("no");
            });
            return End.COMMIT;
        })).hasMessage("no");
        assertThat(count()).isEqualTo("0");
    }

    @Test
    void the_opening_session_says_isolation_and_access() throws IOException {
        Session opening = new Session(
                "pool_ann", List.of(), Access.READ_ONLY, Isolation.SERIALIZABLE, List.of());
        database.transact(opening, soon(), transaction -> {
            Rows rows = (Rows) transaction.run(
                    Sql.of("select current_setting('transaction_isolation')"), ANN);
            assertThat(rows.text(0, 0)).isEqualTo("serializable");
            assertThat(((SqlError) transaction.run(insert(100), ANN)).sqlState())
                    .isEqualTo("25006");
            return End.ROLLBACK;
        });
    }

    @Test
    void what_was_deferred_is_checked_at_the_end() throws IOException {
        Sql orphan = Sql.of("insert into child values (1, 99)");
        for (End how : List.of(End.COMMIT, End.REHEARSE)) {
            Outcome end = transact(transaction -> {
                assertThat(transaction.run(orphan, ANN)).isInstanceOf(Rows.class);
                return how;
            });
            assertThat(((SqlError) end).sqlState()).isEqualTo("23503");
        }
    }

    @Test
    void a_changed_table_costs_the_transaction_or_nothing() throws IOException {
        Sql all = Sql.of("select * from item order by id limit 1");
        Database.Work twice = transaction -> {
            Outcome first = transaction.run(Sql.of("select 1"), ANN);
            Outcome second = transaction.run(all, ANN);
            assertThat(first).isInstanceOf(Rows.class);
            if (second instanceof SqlError error) {
                assertThat(error.sqlState()).isEqualTo("40001");
                return End.ROLLBACK;
            }
            return End.COMMIT;
        };
        for (int i = 0; i < 8; i++) {
            transact(twice);
        }
        test.execute("alter table item add column more int");
        transact(twice);
        transact(transaction -> {
            assertThat(((Rows) transaction.run(all, ANN)).columns()).contains("more");
            return End.COMMIT;
        });
    }

    @Test
    void between_two_statements_it_ends_with_its_deadline() throws IOException {
        var gone = new boolean[1];
        Run run = new Run(Deadline.after(Duration.ofSeconds(20), System.nanoTime()),
                () -> gone[0]);
        Outcome end = database.transact(ANN, run, transaction -> {
            transaction.run(insert(100), ANN);
            gone[0] = true;
            Outcome outcome;
            do {
                outcome = transaction.run(Sql.of("select pg_sleep(0.05)"), ANN);
            } while (outcome instanceof Rows);
            assertThat(((Unavailable) outcome).why()).isEqualTo(Why.ABANDONED);
            return End.COMMIT;
        });
        assertThat(((Unavailable) end).why()).isEqualTo(Why.ABANDONED);
        assertThat(count()).isEqualTo("0");
    }

    @Test
    void what_goes_on_does_so_under_what_was_left() throws IOException {
        Session session = new Session("pool_ann",
                List.of(new Setting("request.step", "one"), new Setting("search_path", "public")),
                Access.READ_WRITE, null,
                List.of(Sql.of("select set_config('request.step',"
                        + " current_setting('request.step') || '+', true)")));
        Sql state = Sql.of("select current_user || ' ' || current_setting('request.step') || ' '"
                + " || current_setting('search_path') || ?::text", Bind.of("!"));
        Sql change = Sql.of("select set_config('role', 'none', true),"
                + " set_config('search_path', 'pg_temp', true)");
        for (int round = 0; round < 8; round++) {
            List<String> seen = new ArrayList<>();
            database.transact(session, soon(), transaction -> {
                seen.add(((Rows) transaction.run(state, session)).text(0, 0));
                seen.add(((Rows) transaction.again(state)).text(0, 0));
                assertThat(transaction.again(insert(100))).isInstanceOf(Rows.class);
                transaction.again(change);
                seen.add(((Rows) transaction.again(state)).text(0, 0));
                return End.REHEARSE;
            });
            assertThat(seen).containsExactly("pool_ann one+ public!", "pool_ann one+ public!",
                    "pool_login one+ pg_temp!");
        }
        assertThat(count()).isEqualTo("0");
    }

    @Test
    void nothing_goes_on_before_a_first_statement_or_after_an_error() {
        assertThatThrownBy(() -> transact(transaction -> {
            transaction.again(insert(100));
            return End.COMMIT;
        })).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> transact(transaction -> {
            transaction.run(insert(100), ANN);
            assertThat(((SqlError) transaction.again(BAD)).sqlState()).isEqualTo("22012");
            assertThat(((SqlError) transaction.again(insert(101))).sqlState())
                    .isEqualTo("25P02");
            throw new IOException("lost");
        })).hasMessage("lost");
        assertThat(count()).isEqualTo("0");
    }
}
