package dev.loam.adapters.postgres;

import static dev.loam.adapters.postgres.PostgresDatabaseContract.as;
import static dev.loam.adapters.postgres.PostgresDatabaseContract.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.position.Lsn;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Database;
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
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The position that answers to writes tell, on a pool of one, so that whatever leaks is seen.
class PostgresPositionContract {
    private static final Session ANN = as("pool_ann", new Setting("search_path", "public"),
            new Setting("request.claims", "{}"));
    private static final Session READS = new Session(
            "pool_ann", ANN.settings(), Access.READ_ONLY, null, List.of());

    private final TestDatabase test =
            PostgresFixture.freshDatabase(PostgresDatabaseContract.SCRIPT);
    private final AtomicInteger ids = new AtomicInteger(100);
    private PostgresDatabase database;

    @BeforeEach
    void open() {
        database = new PostgresDatabase(
                PostgresConfig.fromUrl(test.url("pool_login")).withPool(1, 10));
    }

    @AfterEach
    void nothing_is_left_behind() {
        Rows state = (Rows) database.run(Sql.of("select current_user::text,"
                + " current_setting('search_path'), current_setting('request.claims', true)"),
                Session.LOGIN, soon());
        assertThat(state.text(0, 0)).isEqualTo("pool_login");
        assertThat(state.text(0, 1)).isNotEqualTo("public");
        assertThat(String.valueOf(state.text(0, 2))).isIn("", "null");
        assertThat(database.connections()).isEqualTo(1);
        database.close();
    }

    private static Run telling() {
        Run soon = soon();
        return new Run(soon.deadline(), soon.abandoned(), soon.consistency(), true);
    }

    /// A way to write: statements of one kind through each shape of the port.
    private interface Way {
        Outcome write(Database database, Sql sql, Run run) throws IOException;
    }

    private record Named(String name, Way way) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> ways() {
        var isolated = new Session(ANN.role(), ANN.settings(), Access.READ_WRITE,
                Isolation.REPEATABLE_READ, List.of());
        return Stream.of(
                new Named("run", (database, sql, run) -> database.run(sql, ANN, run)),
                new Named("run isolated", (database, sql, run) ->
                        database.run(sql, isolated, run)),
                new Named("decide", (database, sql, run) ->
                        database.decide(sql, ANN, run, Verdict.COMMIT)),
                new Named("decide without a path", (database, sql, run) ->
                        database.decide(sql, as("pool_ann"), run, Verdict.COMMIT)),
                new Named("transact", (database, sql, run) ->
                        database.transact(ANN, run, transaction -> {
                            Outcome outcome = transaction.run(sql, ANN);
                            return outcome instanceof Rows
                                    ? Verdict.End.COMMIT : Verdict.End.ROLLBACK;
                        })));
    }

    private Sql insert() {
        return Sql.of("insert into item values (?::int, 'x', 'pool_ann')"
                        + " returning pg_current_xact_id()::text",
                Bind.of(Integer.toString(ids.getAndIncrement())));
    }

    private static Lsn position(Outcome outcome) {
        return ((Rows) outcome).served().position();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void it_is_past_the_commit_and_others_see_what_was_written(Named one) throws IOException {
        test.execute("create extension pg_walinspect");
        // Long enough to meet every state of preparation and of pgjdbc's description of it.
        for (int round = 0; round < 12; round++) {
            String before = test.value("select pg_current_wal_insert_lsn()");
            int id = ids.get();
            Lsn told = position(one.way().write(database, insert(), telling()));
            String xid = test.value("select xmin from item where id = " + id);
            assertThat(xid).isNotNull();
            // Only what was flushed can be looked at.
            test.execute("select pg_logical_emit_message(false, 'test', '', true)");
            String end = test.value("select max(end_lsn) from pg_get_wal_records_info('"
                    + before + "', pg_current_wal_flush_lsn()) where record_type = 'COMMIT'"
                    + " and xid::text = '" + xid + "'");
            assertThat(told).isGreaterThanOrEqualTo(Lsn.parse(end));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void nobody_is_told_who_did_not_ask_or_only_read(Named one) throws IOException {
        assertThat(((Rows) one.way().write(database, insert(), soon())).served()).isNull();
        Rows read = (Rows) database.run(Sql.of("select 1"), READS, telling());
        assertThat(read.served()).isNull();
        Rows isolated = (Rows) database.decide(
                Sql.of("select 1"), READS, telling(), Verdict.COMMIT);
        assertThat(isolated.served()).isNull();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void what_is_refused_is_not_kept_and_leaves_the_connection_usable(Named one)
            throws IOException {
        for (int round = 0; round < 8; round++) {
            Outcome failed = one.way().write(database, Sql.of("select 1/0"), telling());
            assertThat(failed).isInstanceOf(one.name().equals("transact")
                    ? Rows.class : SqlError.class);
            SqlError deferred = (SqlError) one.way().write(database,
                    Sql.of("insert into public.child values (1, 99)"), telling());
            assertThat(deferred.sqlState()).isEqualTo("23503");
            assertThat(position(one.way().write(database, insert(), telling()))).isNotNull();
        }
        assertThat(test.value("select count(*) from child")).isEqualTo("0");
    }

    @Test
    void rows_and_their_number_come_as_without_it() throws IOException {
        for (Named one : ways().filter(way -> !way.name().equals("transact")).toList()) {
            Rows rows = (Rows) one.way().write(database,
                    Sql.of("update public.item set name = 'y' returning id, name"), telling());
            assertThat(rows.affected()).as(one.name()).isEqualTo(1);
            assertThat(rows.columns()).containsExactly("id", "name");
            assertThat(rows.text(0, 1)).isEqualTo("y");
        }
    }

    @Test
    void what_ends_otherwise_tells_nothing() throws IOException {
        for (Verdict verdict : List.of(Verdict.ROLLBACK, _ -> Verdict.End.REHEARSE)) {
            Rows rows = (Rows) database.decide(insert(), ANN, telling(), verdict);
            assertThat(rows.served()).isNull();
            Rows ended = (Rows) database.transact(ANN, telling(), transaction ->
                    verdict.of((Rows) transaction.run(insert(), ANN)));
            assertThat(ended.served()).isNull();
        }
        assertThat(test.value("select count(*) from item where id > 99")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_changed_table_does_not_fail_a_write(Named one) throws IOException {
        Sql all = Sql.of("insert into public.parent select coalesce(max(id), 0) + 1"
                + " from public.parent returning *");
        for (int round = 0; round < 7; round++) {
            assertThat(position(one.way().write(database, all, telling()))).isNotNull();
        }
        test.execute("alter table parent add column more text");
        assertThat(position(one.way().write(database, all, telling()))).isNotNull();
    }

    @Test
    void a_position_that_cannot_be_read_does_not_fail_what_was_committed() throws IOException {
        test.execute("revoke execute on function pg_current_wal_insert_lsn() from public");
        for (Named one : ways().toList()) {
            int id = ids.get();
            Rows rows = (Rows) one.way().write(database, insert(), telling());
            assertThat(rows.served()).as(one.name()).isNull();
            assertThat(test.value("select count(*) from item where id = " + id)).isEqualTo("1");
        }
    }
}
