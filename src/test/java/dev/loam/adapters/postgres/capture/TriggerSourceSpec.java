package dev.loam.adapters.postgres.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.base.config.Secret;
import dev.loam.base.position.Lsn;
import dev.loam.fixture.HeardChanges;
import dev.loam.fixture.HeardChanges.Paused;
import dev.loam.fixture.HeardChanges.Progress;
import dev.loam.fixture.HeardChanges.Started;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is the triggers' own, beyond the law of the port.
class TriggerSourceSpec {
    private static final CaptureSettings SETTINGS =
            new CaptureSettings(Duration.ofMillis(20), Duration.ofMinutes(30), 10);

    private final HeardChanges heard = new HeardChanges();
    private TestDatabase database;
    private ChangeSource source;

    @BeforeEach
    void start() throws SQLException {
        database = PostgresFixture.freshDatabase();
        try (Connection connection = database.connect()) {
            Bootstrap.apply(connection, BootstrapConfig.of(null, new Secret("secret")));
        }
        database.execute("create table note (id int primary key, words text)");
        database.execute("select loam.start_capture()");
        source = new TriggerSource(PostgresConfig.fromUrl(database.url()), SETTINGS);
    }

    @AfterEach
    void stop() {
        source.close();
    }

    private void read() {
        source.start(heard, null);
        heard.await(Started.class, source);
    }

    private List<String> ids() {
        return heard.transaction(source).rows().stream().map(row -> row.after().text(0)).toList();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_transaction_that_began_earlier_and_ends_later_is_told_once() throws SQLException {
        read();
        try (Connection slow = database.connect()) {
            slow.setAutoCommit(false);
            execute(slow, "insert into note values (1)");
            database.execute("insert into note values (2)");
            assertThat(ids()).containsExactly("2");
            database.execute("insert into note values (3)");
            assertThat(ids()).containsExactly("3");
            slow.commit();
        }
        assertThat(ids()).containsExactly("1");
        database.execute("insert into note values (4)");
        assertThat(ids()).containsExactly("4");
    }

    @Test
    void progress_does_not_pass_a_transaction_that_is_under_way() throws SQLException {
        read();
        try (Connection slow = database.connect()) {
            slow.setAutoCommit(false);
            execute(slow, "insert into note values (1)");
            database.execute("insert into note values (2)");
            assertThat(ids()).containsExactly("2");
            var end = Lsn.parse(database.value("select pg_current_wal_insert_lsn()"));
            database.execute("insert into note values (3)");
            assertThat(ids()).containsExactly("3");
            slow.commit();
            assertThat(ids()).containsExactly("1");
            Lsn to = heard.await(Progress.class, source).to();
            assertThat(to).isGreaterThan(end);
        }
    }

    @Test
    void one_that_had_to_wait_for_another_comes_behind_it() throws Exception {
        database.execute("insert into note values (1, 'none')");
        read();
        try (Connection first = database.connect(); Connection second = database.connect()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            // The second has the lower number and writes to the table first.
            execute(second, "insert into note values (2)");
            execute(first, "update note set words = 'first' where id = 1");
            var waiting = Thread.ofVirtual().unstarted(() -> {
                try {
                    execute(second, "update note set words = 'second' where id = 1");
                    second.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            waiting.start();
            first.commit();
            waiting.join();
        }
        assertThat(heard.transaction(source).row().after().text(1)).isEqualTo("first");
        assertThat(heard.transaction(source).rows().getLast().after().text(1))
                .isEqualTo("second");
    }

    @Test
    void a_broken_connection_loses_and_repeats_nothing() {
        read();
        var told = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            database.execute("insert into note select i from generate_series("
                    + (i * 100) + ", " + (i * 100 + 99) + ") i");
            database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
            for (HeardChanges.Heard next = heard.next(Duration.ofSeconds(20));
                    told.size() < (i + 1) * 100; next = heard.next(Duration.ofSeconds(20))) {
                if (next instanceof HeardChanges.Told part) {
                    part.commit().changes().forEach(change ->
                            told.add(((Change.OfRow) change).after().text(0)));
                }
                assertThat(next).isNotNull().isNotInstanceOf(Started.class);
            }
        }
        assertThat(told).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void changes_of_the_schema_are_told_and_new_tables_captured() {
        read();
        database.execute("begin; insert into note values (1);"
                + " create table fresh (id int primary key, a text);"
                + " insert into fresh values (7, 'x'); commit");
        List<Change> changes = heard.transaction(source).changes();
        assertThat(changes).filteredOn(Change.Message.class::isInstance)
                .extracting(change -> ((Change.Message) change).prefix()).contains("loam.ddl");
        assertThat(((Change.OfRow) changes.getLast()).table().name()).hasToString("public.fresh");
        database.execute("create materialized view seen as select 1 as one");
        heard.transaction(source);
        database.execute("refresh materialized view seen");
        var refresh = (Change.Message) heard.transaction(source).changes().getFirst();
        assertThat(refresh.prefix()).isEqualTo("loam.refresh");
        assertThat(refresh.content()).asString().isEqualTo("public.seen");
    }

    @Test
    void writers_need_no_rights_and_their_settings_do_not_count() {
        database.execute("""
                drop role if exists writer;
                create role writer;
                create table kinds (at timestamptz, b bytea, i interval, f float8);
                grant insert, update on kinds to writer;
                create function write() returns void language sql
                set datestyle = 'German, DMY' set bytea_output = 'escape'
                set intervalstyle = 'iso_8601' set extra_float_digits = -5
                set timezone = 'Asia/Kolkata'
                as $$
                    insert into kinds
                    values ('2026-01-02 00:00+00', '\\x00', '1 day', 0.1234567890123)
                $$
                """);
        read();
        database.execute("set role writer; select write()");
        Change.OfRow row = heard.transaction(source).row();
        assertThat(List.of(row.after().text(0), row.after().text(1), row.after().text(2),
                row.after().text(3))).containsExactly(
                "2026-01-02 00:00:00+00", "\\x00", "1 day", "0.1234567890123");
        database.execute("set session_replication_role = replica; insert into note values (1)");
        assertThat(ids()).containsExactly("1");
        database.execute("drop owned by writer; drop role writer");
    }

    @Test
    void without_capture_it_says_so_and_goes_on_once_there_is_one() {
        database.execute("select loam.stop_capture()");
        assertThat(database.value("select count(*) from pg_trigger where tgname like 'loam_c%'"))
                .isEqualTo("0");
        source.start(heard, null);
        while (!source.state().trouble().contains("loam.start_capture()")) {
            assertThat(heard.next(Duration.ofMillis(20))).isNull();
        }
        database.execute("select loam.start_capture()");
        heard.await(Started.class, source);
        database.execute("insert into note values (1)");
        assertThat(ids()).containsExactly("1");
    }

    @Test
    void who_was_away_for_longer_than_rows_are_kept_is_told_a_gap() {
        var brief = new CaptureSettings(Duration.ofMillis(1), Duration.ofMillis(2), 10);
        try (var impatient = new TriggerSource(PostgresConfig.fromUrl(database.url()), brief)) {
            impatient.start(heard, null);
            heard.await(Started.class, impatient);
            database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
            heard.await(Paused.class, impatient);
            assertThat(heard.await(Started.class, impatient).gap()).contains("longer");
        }
    }

    @Test
    void old_rows_go_and_young_ones_stay() throws SQLException {
        database.execute("insert into note values (1), (2)");
        database.execute("update loam.change_log set at = now() - interval '1 hour'"
                + " where new like '(1,%'");
        try (var reader = new LogReader(PostgresConfig.fromUrl(database.url()))) {
            assertThat(reader.remove(Duration.ofMinutes(30))).isEqualTo(1);
            assertThat(reader.remove(Duration.ofMinutes(30))).isZero();
        }
        assertThat(database.value("select string_agg(new, '') from loam.change_log"
                + " where kind = 'I'")).isEqualTo("(2,)");
    }
}
