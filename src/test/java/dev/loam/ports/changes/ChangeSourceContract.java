package dev.loam.ports.changes;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.fixture.HeardChanges;
import dev.loam.fixture.HeardChanges.Paused;
import dev.loam.fixture.HeardChanges.Progress;
import dev.loam.fixture.HeardChanges.Started;
import dev.loam.fixture.HeardChanges.Whole;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.changes.ChangedTable.ChangedColumn;
import dev.loam.ports.changes.ChangedTable.Identity;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The law of [ChangeSource], for every adapter, with a real PostgreSQL.
///
/// An adapter opens its source and has a database captured; what it cannot know, or knows better
/// than the log, it says by the expectations.
public abstract class ChangeSourceContract {
    private static final String TABLES = """
            create table note (id int primary key, words text, size int default 1);
            create table keyed (a int not null, b int not null, c text, unique (b));
            alter table keyed replica identity using index keyed_b_key;
            create table whole (id int primary key, words text);
            alter table whole replica identity full;
            create table silent (id int, words text);
            alter table silent replica identity nothing;
            create table large (id int primary key, body text, n int);
            alter table large alter column body set storage external;
            create table tree (id int, words text, primary key (id)) partition by range (id);
            create table leaf partition of tree for values from (0) to (100);
            create type mood as enum ('sad', 'happy');
            create table typed (id int primary key, m mood, ms mood[], at timestamptz,
              price numeric(8, 2), doc jsonb, bits bytea);
            """;
    private static final TableName NOTE = new TableName("public", "note");
    private static final int WRITERS = 4;
    private static final int TRANSACTIONS = 40;

    private TestDatabase database;
    private HeardChanges heard;
    private ChangeSource source;

    /// A source over the database, not started.
    protected abstract ChangeSource open(TestDatabase database);

    /// Has all tables of the schema `public` captured. They are there; later ones need not be.
    protected abstract void capture(TestDatabase database);

    /// A new database in which the script has run.
    protected TestDatabase fresh(String script) {
        return PostgresFixture.freshDatabase(script);
    }

    /// A server that the test may restart.
    protected PostgresProcess server() {
        return PostgresProcess.start(PostgresPrograms.bundled());
    }

    /// Whether it tells whole old rows whatever the replica identity.
    protected boolean tellsWholeOldRows() {
        return false;
    }

    /// Whether a large value that an update left alone is told all the same.
    protected boolean repeatsLargeValues() {
        return false;
    }

    /// Whether it tells what `pg_logical_emit_message` put into the log.
    protected boolean tellsMessages() {
        return true;
    }

    /// Whether a table's replica identity and which columns it has are known.
    protected boolean knowsIdentities() {
        return true;
    }

    /// Whether a change tells the columns that the table had when it was made, although the same
    /// transaction changed them later.
    protected boolean followsColumns() {
        return true;
    }

    @BeforeEach
    void start() {
        database = fresh(TABLES);
        capture(database);
        heard = new HeardChanges();
        source = open(database);
        source.start(heard, null);
        assertThat(heard.await(Started.class, source).gap()).isNull();
    }

    @AfterEach
    void stop() {
        source.close();
    }

    private Whole told() {
        return heard.transaction(source);
    }

    private static List<String> texts(CellRow row) {
        return row == null ? null : Arrays.stream(row.cells())
                .map(cell -> cell == null ? null : cell == CellRow.UNCHANGED ? "(unchanged)"
                        : new String(cell, StandardCharsets.UTF_8)).toList();
    }

    private static void execute(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    @Test
    void an_inserted_row_comes_with_its_table() {
        database.execute("insert into note (id, words) values (1, 'one')");
        Change.OfRow row = told().row();
        assertThat(row.kind()).isEqualTo(Kind.INSERT);
        assertThat(texts(row.after())).isEqualTo(asList("1", "one", "1"));
        assertThat(row.before()).isNull();
        assertThat(row.table().name()).isEqualTo(NOTE);
        assertThat(row.table().oid()).isEqualTo(
                Long.parseLong(database.value("select 'note'::regclass::oid")));
        assertThat(columns(row)).isEqualTo(asList("id", "words", "size"));
        assertThat(row.table().columns()).extracting(ChangedColumn::typeName)
                .containsExactly("integer", "text", "integer");
        if (knowsIdentities()) {
            assertThat(row.table().identity()).isEqualTo(Identity.DEFAULT);
            assertThat(row.table().columns()).extracting(ChangedColumn::identifies)
                    .containsExactly(true, false, false);
        }
    }

    @Test
    void null_and_the_empty_text_are_told_apart() {
        database.execute("insert into note values (1, null, null), (2, '', 0)");
        assertThat(told().rows()).extracting(row -> texts(row.after()))
                .containsExactly(asList("1", null, null), asList("2", "", "0"));
    }

    @Test
    void values_of_any_type_come_as_text() {
        database.execute("insert into typed values (1, 'happy', '{sad,happy}', "
                + "'2026-03-01 12:00:00.5+00', 12.50, '{\"a\": [1, null]}', '\\x00ff')");
        Change.OfRow row = told().row();
        assertThat(texts(row.after())).isEqualTo(asList("1", "happy", "{sad,happy}",
                "2026-03-01 12:00:00.5+00", "12.50", "{\"a\": [1, null]}", "\\x00ff"));
        assertThat(row.table().columns()).extracting(ChangedColumn::typeName).containsExactly(
                "integer", "mood", "mood[]", "timestamp with time zone", "numeric", "jsonb",
                "bytea");
    }

    @Test
    void an_update_of_a_row_known_by_its_primary_key_has_the_new_row() {
        database.execute("insert into note values (1, 'one')");
        told();
        database.execute("update note set words = 'two'");
        Change.OfRow row = told().row();
        assertThat(row.kind()).isEqualTo(Kind.UPDATE);
        assertThat(texts(row.after())).isEqualTo(asList("1", "two", "1"));
        assertThat(texts(row.before()))
                .isEqualTo(tellsWholeOldRows() ? asList("1", "one", "1") : null);
    }

    @Test
    void an_update_of_the_key_has_the_old_key_too() {
        database.execute("insert into note values (1, 'one')");
        told();
        database.execute("update note set id = 2");
        Change.OfRow row = told().row();
        assertThat(texts(row.after())).isEqualTo(asList("2", "one", "1"));
        checkOld(row, asList("1", null, null), asList("1", "one", "1"));
    }

    private void checkOld(Change.OfRow row, List<String> key, List<String> whole) {
        assertThat(texts(row.before())).isEqualTo(tellsWholeOldRows() ? whole : key);
        assertThat(row.keyOnly()).isEqualTo(!tellsWholeOldRows());
    }

    @Test
    void a_deleted_row_has_what_identifies_it() {
        database.execute("insert into note values (1, 'one')");
        told();
        database.execute("delete from note");
        Change.OfRow row = told().row();
        assertThat(row.kind()).isEqualTo(Kind.DELETE);
        assertThat(row.after()).isNull();
        checkOld(row, asList("1", null, null), asList("1", "one", "1"));
    }

    @Test
    void an_index_may_identify_rows() {
        database.execute("insert into keyed values (1, 10, 'x')");
        Change.OfRow inserted = told().row();
        if (knowsIdentities()) {
            assertThat(inserted.table().identity()).isEqualTo(Identity.INDEX);
            assertThat(inserted.table().columns()).extracting(ChangedColumn::identifies)
                    .containsExactly(false, true, false);
        }
        database.execute("delete from keyed");
        checkOld(told().row(), asList(null, "10", null), asList("1", "10", "x"));
    }

    @Test
    void the_whole_old_row_is_told_where_the_table_says_so() {
        database.execute("insert into whole values (1, 'one')");
        Change.OfRow inserted = told().row();
        if (knowsIdentities()) {
            assertThat(inserted.table().identity()).isEqualTo(Identity.FULL);
        }
        database.execute("update whole set words = 'two'");
        Change.OfRow updated = told().row();
        assertThat(texts(updated.before())).isEqualTo(asList("1", "one"));
        assertThat(texts(updated.after())).isEqualTo(asList("1", "two"));
        assertThat(updated.keyOnly()).isFalse();
        database.execute("delete from whole");
        Change.OfRow deleted = told().row();
        assertThat(texts(deleted.before())).isEqualTo(asList("1", "two"));
        assertThat(deleted.keyOnly()).isFalse();
    }

    @Test
    void inserts_into_a_table_without_any_identity_are_told() {
        database.execute("insert into silent values (1, 'one')");
        assertThat(texts(told().row().after())).isEqualTo(asList("1", "one"));
    }

    @Test
    void a_large_value_left_alone_is_marked_unless_the_old_row_has_it() {
        database.execute("insert into large values (1, repeat('x', 10000), 1)");
        assertThat(texts(told().row().after()).get(1)).hasSize(10_000);
        database.execute("update large set n = 2");
        CellRow after = told().row().after();
        assertThat(after.unchanged(1)).isEqualTo(!repeatsLargeValues());
        assertThat(after.text(2)).isEqualTo("2");
        database.execute("alter table large replica identity full");
        database.execute("update large set n = 3");
        assertThat(texts(told().row().after()).get(1)).hasSize(10_000);
    }

    @Test
    void a_partition_goes_by_its_own_name() {
        database.execute("insert into tree values (1, 'one')");
        assertThat(told().row().table().name()).isEqualTo(new TableName("public", "leaf"));
    }

    @Test
    void emptied_tables_are_told() {
        database.execute("insert into note values (1, 'one')");
        told();
        database.execute("truncate note, whole");
        assertThat(told().changes()).flatExtracting(change -> ((Change.Truncation) change)
                .tables()).extracting(ChangedTable::name)
                .containsExactlyInAnyOrder(NOTE, new TableName("public", "whole"));
    }

    @Test
    void messages_are_told_in_their_place() {
        if (!tellsMessages()) {
            return;
        }
        database.execute("begin; insert into note values (1); "
                + "select pg_logical_emit_message(true, 'a.prefix', 'words'); "
                + "insert into note values (2); commit");
        List<Change> changes = told().changes();
        assertThat(changes).hasSize(3);
        var message = (Change.Message) changes.get(1);
        assertThat(message.prefix()).isEqualTo("a.prefix");
        assertThat(message.content()).asString().isEqualTo("words");
    }

    @Test
    void what_was_rolled_back_is_never_told() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "insert into note values (1, 'never')");
            connection.rollback();
            execute(connection, "insert into note values (2, 'before'); savepoint s; "
                    + "insert into note values (3, 'never'); truncate whole; rollback to s; "
                    + "insert into note values (4, 'after'); savepoint t; "
                    + "insert into note values (5, 'kept'); release t");
            connection.commit();
        }
        assertThat(told().rows()).extracting(row -> row.after().text(0))
                .containsExactly("2", "4", "5");
    }

    @Test
    void a_transaction_has_the_number_that_the_server_gave_it() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            execute(connection, "insert into note values (1)");
            Instant before = Instant.now().minusSeconds(60);
            long xid;
            try (ResultSet row = statement.executeQuery("select pg_current_xact_id()")) {
                row.next();
                xid = Long.parseLong(row.getString(1));
            }
            // Its parts have numbers of their own, which nobody is told.
            execute(connection, "savepoint s; insert into note values (2); release s");
            connection.commit();
            Whole told = told();
            assertThat(told.xid()).isEqualTo(xid);
            assertThat(told.changes()).hasSize(2);
            assertThat(told.parts().getFirst().at()).isAfter(before);
        }
    }

    @Test
    void transactions_come_whole_and_in_the_order_of_their_commits() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                all.add(writers.submit(() -> write(writer)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        Map<String, Integer> last = new HashMap<>();
        var position = new Lsn(0);
        for (int i = 0; i < WRITERS * TRANSACTIONS; i++) {
            Whole told = told();
            assertThat(told.position()).isGreaterThan(position);
            position = told.position();
            assertThat(told.rows()).extracting(row -> row.after().text(1)).containsOnly(
                    told.rows().getFirst().after().text(1)).hasSize(3);
            String[] words = told.rows().getFirst().after().text(1).split(" ");
            assertThat(last.merge(words[0], 1, Integer::sum))
                    .isEqualTo(Integer.parseInt(words[1]) + 1);
        }
    }

    private Void write(int writer) throws SQLException {
        try (Connection connection = database.connect()) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                int id = (writer * TRANSACTIONS + i) * 3;
                String words = ", '" + writer + " " + i + "')";
                execute(connection, "begin; insert into note values (" + id + words
                        + "; insert into note values (" + (id + 1) + words
                        + "; insert into note values (" + (id + 2) + words + "; commit");
            }
        }
        return null;
    }

    @Test
    void positions_are_those_of_the_log() {
        var before = Lsn.parse(database.value("select pg_current_wal_insert_lsn()"));
        database.execute("insert into note values (1)");
        var after = Lsn.parse(database.value("select pg_current_wal_insert_lsn()"));
        Lsn position = told().position();
        assertThat(position).isGreaterThanOrEqualTo(before).isLessThan(after);
        assertThat(heard.await(Progress.class, source).to()).isGreaterThan(position);
    }

    @Test
    void progress_passes_the_end_of_the_log_of_an_idle_server() {
        database.execute("create table elsewhere (id int); insert into elsewhere values (1)");
        var end = Lsn.parse(database.value("select pg_current_wal_insert_lsn()"));
        source.poke();
        var to = new Lsn(0);
        while (to.compareTo(end) < 0) {
            Lsn next = heard.await(Progress.class, source).to();
            assertThat(next).isGreaterThan(to);
            to = next;
        }
    }

    @Test
    void a_large_transaction_comes_in_parts() {
        database.execute("insert into note select i, 'words', i from generate_series(1, 5000) i");
        Whole told = told();
        assertThat(told.parts()).hasSizeGreaterThan(1);
        assertThat(told.rows()).extracting(row -> Integer.parseInt(row.after().text(0)))
                .isSorted().hasSize(5000);
    }

    @Test
    void a_table_may_change_between_changes_of_one_transaction() {
        database.execute("begin; insert into note values (1, 'one'); "
                + "alter table note add column more text; alter table note rename words to text; "
                + "insert into note values (2, 'two', 2, 'more'); "
                + "alter table note drop column size; insert into note values (3, 'three', 'm'); "
                + "commit");
        List<Change.OfRow> rows = told().rows();
        assertThat(texts(rows.get(2).after())).isEqualTo(asList("3", "three", "m"));
        assertThat(columns(rows.get(2))).isEqualTo(asList("id", "text", "more"));
        if (followsColumns()) {
            assertThat(columns(rows.get(0))).isEqualTo(asList("id", "words", "size"));
            assertThat(columns(rows.get(1))).isEqualTo(asList("id", "text", "size", "more"));
        }
        database.execute("alter table note rename to notes");
        database.execute("insert into notes values (4, 'four')");
        assertThat(told().row().table().name()).isEqualTo(new TableName("public", "notes"));
    }

    private static List<String> columns(Change.OfRow row) {
        return row.table().columns().stream().map(ChangedColumn::name).toList();
    }

    @Test
    void a_table_is_the_same_until_it_changes() {
        database.execute("insert into note values (1), (2)");
        database.execute("analyze note");
        database.execute("insert into note values (3)");
        List<Change.OfRow> first = told().rows();
        assertThat(first.get(1).table()).isSameAs(first.get(0).table());
        assertThat(told().row().table()).isSameAs(first.get(0).table());
    }

    @Test
    void nothing_comes_after_the_end() {
        assertThat(source.state()).isEqualTo(new SourceState(true, null));
        source.close();
        assertThat(source.state().reading()).isFalse();
        while (heard.next(Duration.ZERO) != null) {
            // What came before is of no interest.
        }
        database.execute("insert into note values (1)");
        assertThat(heard.next(Duration.ofMillis(300))).isNull();
    }

    @Test
    void a_restarted_server_is_told_of_never_passed_over() {
        try (PostgresProcess server = server()) {
            var restarted = new TestDatabase(server.port(), "postgres");
            restarted.execute(TABLES);
            capture(restarted);
            var listener = new HeardChanges();
            try (ChangeSource read = open(restarted)) {
                read.start(listener, null);
                listener.await(Started.class, read);
                restarted.execute("insert into note values (1)");
                listener.transaction(read);
                server.stop();
                assertThat(listener.await(Paused.class, read).why()).isNotBlank();
                assertThat(read.state().reading()).isFalse();
                assertThat(read.state().trouble()).isNotBlank();
                server.start();
                checkGoesOn(restarted, listener, read);
            }
        }
    }

    /// After a pause either a start with a gap comes, or nothing is missing.
    private static void checkGoesOn(
            TestDatabase database, HeardChanges listener, ChangeSource source) {
        database.execute("insert into note values (2)");
        boolean gap = false;
        for (int id = 2; ; id++) {
            switch (listener.next(Duration.ofSeconds(20))) {
                case null -> throw new AssertionError("silence; " + source.state());
                case Started started -> {
                    assertThat(started.gap()).isNotBlank();
                    gap = true;
                    database.execute("insert into note values (" + (id + 1) + ")");
                }
                case HeardChanges.Told told -> {
                    var row = (Change.OfRow) told.commit().changes().getFirst();
                    assertThat(gap || row.after().text(0).equals("2")).isTrue();
                    return;
                }
                case Paused _, Progress _ -> id--;
                case HeardChanges.Ended ended -> throw new AssertionError(ended);
            }
        }
    }
}
