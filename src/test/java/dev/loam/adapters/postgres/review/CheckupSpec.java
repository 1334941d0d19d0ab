package dev.loam.adapters.postgres.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One of each kind of finding, as many that look like it and are none, and what their cures do.
class CheckupSpec {
    private static final String SCHEMA = """
            create schema shop;
            set search_path = shop;
            create table parent (id int primary key, code text unique);
            create table child (
                id int primary key, parent_id int references parent, other_id int references parent,
                amount int, "Name" text);
            create index on child (other_id, amount);
            insert into child (id, amount) select n, n from generate_series(1, 2000) as n;
            create index unused on child (amount);
            create index twin_a on child ("Name");
            create index twin_b on child ("Name");
            create index partly on child (parent_id) where amount > 0;
            create index spare on parent (id);
            alter table child add constraint positive check (amount > 0) not valid;
            create table heap (id int);
            create table whole (id int);
            alter table whole replica identity full;
            create table part (id int, at date) partition by range (at);
            create table tired (id int primary key, a int) with (autovacuum_enabled = false);
            insert into tired select n, 0 from generate_series(1, 15000) as n;
            create table fresh (id int primary key) with (autovacuum_enabled = false);
            insert into fresh select generate_series(1, 10000);
            create table airy (id int primary key, a text) with (autovacuum_enabled = false);
            insert into airy select n, repeat('a', 300) from generate_series(1, 45000) as n;
            create table full_up (id int primary key, a text) with (autovacuum_enabled = false);
            insert into full_up select n, repeat('a', 300) from generate_series(1, 45000) as n;
            create table numbered (id serial primary key);
            select setval('numbered_id_seq', 2000000000);
            create table big (id bigserial primary key);
            """;
    private static final String AFTERWARDS = """
            analyze shop.child; analyze shop.parent; analyze shop.tired; analyze shop.big;
            analyze shop.full_up; delete from shop.airy where id < 40000;
            """;

    private static List<Finding> checkup(Connection connection) throws SQLException {
        return Checkup.of(connection, new Checkup.Asked(List.of("shop"), Duration.ofMinutes(5),
                "postgres", List.of()));
    }

    private static String line(Finding finding) {
        return finding.level() + " " + finding.rule() + " " + finding.object();
    }

    /// Those that are not of the whole server, which other tests share.
    private static List<Finding> ofSchema(Connection connection) throws SQLException {
        return checkup(connection).stream()
                .filter(one -> one.object().startsWith("shop.")
                        || one.object().contains(" on shop."))
                .toList();
    }

    private static TestDatabase tried(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
            statement.execute(AFTERWARDS);
            // Else what was deleted is counted once it has been cleaned.
            tellFigures(statement);
            statement.execute("vacuum (analyze) shop.airy");
            for (int i = 0; i < 2; i++) {
                statement.execute("update shop.tired set a = a + 1");
            }
            tellFigures(statement);
        }
        return database;
    }

    /// So that figures of this connection's are there for all to see, as far as a release can.
    private static void tellFigures(Statement statement) throws SQLException {
        if (statement.getConnection().getMetaData().getDatabaseMajorVersion() >= 15) {
            statement.execute("select pg_stat_force_next_flush()");
        }
    }

    @Test
    void each_kind_is_found_and_nothing_else() throws SQLException {
        try (Connection connection = tried(PostgresFixture.freshDatabase("")).connect()) {
            assertThat(ofSchema(connection)).extracting(CheckupSpec::line)
                    .containsExactlyInAnyOrder(
                            "WARNING UNINDEXED_FOREIGN_KEY shop.child (parent_id)",
                            "INFO UNUSED_INDEX shop.unused",
                            "INFO UNUSED_INDEX shop.twin_a",
                            "INFO UNUSED_INDEX shop.twin_b",
                            "INFO UNUSED_INDEX shop.partly",
                            "WARNING DUPLICATE_INDEX shop.twin_b",
                            "WARNING DUPLICATE_INDEX shop.spare",
                            "WARNING DEAD_ROWS shop.tired",
                            "INFO BLOAT shop.airy",
                            "WARNING NO_STATISTICS shop.fresh",
                            "INFO NO_PRIMARY_KEY shop.heap",
                            "INFO NO_PRIMARY_KEY shop.part",
                            "INFO UNVALIDATED_CONSTRAINT positive on shop.child",
                            "WARNING SEQUENCE_END shop.numbered_id_seq");
            assertThat(ofSchema(connection)).extracting(Finding::level).isSorted();
        }
    }

    @Test
    void cures_are_sql_that_cures() throws SQLException {
        cured(tried(PostgresFixture.freshDatabase("")));
    }

    @Test
    void cures_are_sql_on_the_oldest_release_too() throws SQLException {
        try (PostgresProcess oldest = PostgresProcess.start(
                PostgresPrograms.release("14"), "max_prepared_transactions = 2")) {
            var database = new TestDatabase(oldest.port(), "postgres");
            cured(tried(database));
            preparedTransactionsAreFound(database);
        }
    }

    private static void preparedTransactionsAreFound(TestDatabase database) throws SQLException {
        database.execute("begin; create table shop.half (id int); prepare transaction 'it''s'");
        try (Connection connection = database.connect()) {
            List<Finding> found = ofRule(Finding.Rule.LONG_TRANSACTION, connection,
                    new Checkup.Asked(List.of(), Duration.ZERO, "postgres", List.of()));
            assertThat(found).extracting(CheckupSpec::line)
                    .containsExactly("WARNING LONG_TRANSACTION prepared transaction it's");
            connection.createStatement().execute(found.getFirst().cure());
            assertThat(checkup(connection)).extracting(Finding::rule)
                    .doesNotContain(Finding.Rule.LONG_TRANSACTION);
        }
    }

    @Test
    void a_schema_that_is_not_there_is_named_with_how_to_make_it() throws SQLException {
        TestDatabase database = PostgresFixture.freshDatabase("");
        try (Connection connection = database.connect()) {
            var asked = new Checkup.Asked(List.of("public", "Gone"), Duration.ofHours(1),
                    "postgres", List.of());
            List<Finding> found = ofRule(Finding.Rule.SCHEMA, connection, asked);
            assertThat(found).extracting(CheckupSpec::line)
                    .containsExactly("ERROR SCHEMA schema \"Gone\"");
            database.execute(found.getFirst().cure());
            assertThat(ofRule(Finding.Rule.SCHEMA, connection, asked)).isEmpty();
        }
    }

    @Test
    void rights_that_are_of_no_use_without_another_one_are_named_with_the_grant()
            throws SQLException {
        TestDatabase database = PostgresFixture.freshDatabase("""
                do $$ begin
                    if to_regrole('checkup_reach') is null then create role checkup_reach; end if;
                end $$;
                create schema hidden;
                create table hidden.a (id serial primary key, x int);
                create table hidden.b (id int generated always as identity primary key, x int);
                create table hidden.c (id serial primary key, x int);
                grant select on hidden.a, hidden.b to checkup_reach;
                grant insert (x) on hidden.a, hidden.b to checkup_reach;
                """);
        try (Connection connection = database.connect()) {
            var asked = new Checkup.Asked(List.of("hidden"), Duration.ofHours(1), "postgres",
                    List.of("checkup_reach"));
            List<Finding> found = ofRule(Finding.Rule.MISSING_RIGHT, connection, asked);
            assertThat(found).extracting(CheckupSpec::line).containsExactly(
                    "WARNING MISSING_RIGHT hidden.a_id_seq for checkup_reach",
                    "WARNING MISSING_RIGHT schema hidden for checkup_reach");
            found.forEach(finding -> database.execute(finding.cure()));
            database.execute("set role checkup_reach; insert into hidden.a (x) values (1);"
                    + "insert into hidden.b (x) values (1)");
            assertThat(ofRule(Finding.Rule.MISSING_RIGHT, connection, asked)).isEmpty();
        }
    }

    @Test
    void an_old_version_of_an_extension_is_named_with_the_update() throws SQLException {
        TestDatabase database = PostgresFixture.freshDatabase("");
        database.execute("create extension pg_stat_statements version '1.4'");
        try (Connection connection = database.connect()) {
            var asked = new Checkup.Asked(List.of(), Duration.ofHours(1), "postgres", List.of());
            List<Finding> found = ofRule(Finding.Rule.EXTENSION, connection, asked);
            assertThat(found).extracting(CheckupSpec::line)
                    .containsExactly("INFO EXTENSION extension pg_stat_statements");
            database.execute(found.getFirst().cure());
            assertThat(ofRule(Finding.Rule.EXTENSION, connection, asked)).isEmpty();
        }
    }

    private static List<Finding> ofRule(Finding.Rule rule, Connection connection,
            Checkup.Asked asked) throws SQLException {
        return Checkup.of(connection, asked).stream().filter(one -> one.rule() == rule).toList();
    }

    private static void cured(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (Finding finding : ofSchema(connection)) {
                // What a key would be made of nobody can know.
                if (finding.rule() != Finding.Rule.NO_PRIMARY_KEY) {
                    statement.execute(finding.cure().replace(
                            "drop index concurrently ", "drop index concurrently if exists "));
                }
            }
            // Figures of what was cleaned and looked at come in their own time.
            assertThat(ofSchema(connection)).extracting(CheckupSpec::line)
                    .filteredOn(line -> !line.contains("DEAD_ROWS")
                            && !line.contains("NO_STATISTICS"))
                    .containsExactlyInAnyOrder("INFO NO_PRIMARY_KEY shop.heap",
                            "INFO NO_PRIMARY_KEY shop.part");
        }
    }

    @Test
    void whoever_holds_cleaning_back_is_named_with_how_to_end_it() throws SQLException {
        TestDatabase database = PostgresFixture.freshDatabase("");
        try (Connection idle = database.connect(); Connection connection = database.connect();
                Statement statement = idle.createStatement()) {
            idle.setAutoCommit(false);
            statement.execute("select txid_current()");
            List<Finding> found = ofRule(Finding.Rule.LONG_TRANSACTION, connection,
                    new Checkup.Asked(List.of(), Duration.ZERO, "postgres", List.of()));

            assertThat(found).hasSize(1);
            assertThat(found.getFirst().reason()).contains("idle in transaction");
            connection.createStatement().execute(found.getFirst().cure());
            assertThat(checkup(connection)).extracting(Finding::rule)
                    .doesNotContain(Finding.Rule.LONG_TRANSACTION);
        }
    }

    @Test
    void a_role_that_requests_cannot_run_under_is_named_with_the_grant() throws SQLException {
        TestDatabase database = PostgresFixture.freshDatabase("""
                do $$ begin
                    drop role if exists checkup_login, checkup_role, checkup_new;
                end $$;
                create role checkup_login login;
                create role checkup_role nologin;
                """);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            var asked = new Checkup.Asked(List.of(), Duration.ofHours(1), "checkup_login",
                    List.of("checkup_role", "checkup_new"));
            List<Finding> found = ofRule(Finding.Rule.ROLE, connection, asked);
            assertThat(found).extracting(CheckupSpec::line).containsExactly(
                    "ERROR ROLE role checkup_new", "ERROR ROLE role checkup_role");
            for (Finding finding : found) {
                statement.execute(finding.cure());
            }
            assertThat(ofRule(Finding.Rule.ROLE, connection, asked)).isEmpty();
            statement.execute("drop role checkup_login, checkup_role, checkup_new");
        }
    }

    @Test
    void what_a_login_may_not_read_is_passed_over() throws SQLException {
        TestDatabase database = PostgresFixture.freshDatabase("""
                do $$ begin
                    if to_regrole('checkup_nobody') is null then
                        create role checkup_nobody login;
                    end if;
                end $$;
                """);
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + database.name(),
                "checkup_nobody", null)) {
            assertThat(Checkup.of(connection, new Checkup.Asked(List.of("public"),
                    Duration.ofHours(1), "checkup_nobody", List.of()))).extracting(Finding::rule)
                    .doesNotContain(Finding.Rule.ROLE);
        }
    }
}
