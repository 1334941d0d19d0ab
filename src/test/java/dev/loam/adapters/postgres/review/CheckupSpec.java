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
            create table numbered (id serial primary key);
            select setval('numbered_id_seq', 2000000000);
            create table big (id bigserial primary key);
            """;
    private static final String AFTERWARDS = """
            analyze shop.child; analyze shop.parent; analyze shop.tired; analyze shop.big;
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
            for (int i = 0; i < 2; i++) {
                statement.execute("update shop.tired set a = a + 1");
            }
            if (connection.getMetaData().getDatabaseMajorVersion() >= 15) {
                statement.execute("select pg_stat_force_next_flush()");
            }
        }
        return database;
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
        try (PostgresProcess oldest = PostgresProcess.start(PostgresPrograms.release("14"))) {
            cured(tried(new TestDatabase(oldest.port(), "postgres")));
        }
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
            List<Finding> found = Checkup.of(connection, new Checkup.Asked(
                            List.of(), Duration.ZERO, "postgres", List.of())).stream()
                    .filter(one -> one.rule() == Finding.Rule.LONG_TRANSACTION).toList();

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
            List<Finding> found = roles(connection, asked);
            assertThat(found).extracting(CheckupSpec::line).containsExactly(
                    "ERROR ROLE role checkup_new", "ERROR ROLE role checkup_role");
            for (Finding finding : found) {
                statement.execute(finding.cure());
            }
            assertThat(roles(connection, asked)).isEmpty();
            statement.execute("drop role checkup_login, checkup_role, checkup_new");
        }
    }

    private static List<Finding> roles(Connection connection, Checkup.Asked asked)
            throws SQLException {
        return Checkup.of(connection, asked).stream()
                .filter(one -> one.rule() == Finding.Rule.ROLE).toList();
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
