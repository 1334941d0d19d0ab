package dev.loam.kernel.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Run;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which tables' changes are told, and since when.
class ToldSpec {
    private static final String SCRIPT = """
            create schema api;
            create table api.keyed (id int primary key, note text);
            create table api.bare (id int);
            create table api.whole (id int);
            alter table api.whole replica identity full;
            create table api.nothing (id int primary key);
            alter table api.nothing replica identity nothing;
            create table api.indexed (id int not null);
            create unique index indexed_id on api.indexed (id);
            alter table api.indexed replica identity using index indexed_id;
            create table api.lost (id int not null);
            create unique index lost_id on api.lost (id);
            alter table api.lost replica identity using index lost_id;
            drop index api.lost_id;
            create table api.deferred (id int primary key deferrable);
            create unlogged table api.quick (id int primary key);
            create table api.left_out (id int primary key);
            create table api.filtered (id int primary key);
            create table api.listed (id int primary key, note text);
            create table api.sliced (id int primary key) partition by list (id);
            create table api.slice_1 partition of api.sliced for values in (1);
            create table api.rooted (id int primary key) partition by list (id);
            create table api.root_1 partition of api.rooted for values in (1);
            create view api.seen as select * from api.keyed;
            create materialized view api.kept as select * from api.keyed;
            create sequence api.numbers;
            create publication loam_changes for table api.keyed, api.bare, api.whole,
                api.nothing, api.indexed, api.lost, api.deferred,
                api.filtered where (id > 0), api.listed (id), api.slice_1, api.rooted;
            create publication narrow for table api.keyed with (publish = 'insert, update');
            create publication everything for all tables;
            create publication schema_api for tables in schema api
                with (publish_via_partition_root);
            """;

    private TestDatabase test;
    private PostgresDatabase database;

    @BeforeEach
    void open() {
        test = PostgresFixture.freshDatabase(SCRIPT);
        database = new PostgresDatabase(PostgresConfig.fromUrl(test.url()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            keyed | -
            bare | The table api.bare has no replica identity.
            whole | -
            nothing | The table api.nothing has no replica identity.
            indexed | -
            lost | The table api.lost has no replica identity.
            deferred | The table api.deferred has no replica identity.
            quick | The table api.quick is unlogged.
            left_out | The table api.left_out is not published.
            filtered | The table api.filtered is published in part only.
            listed | The table api.listed is published in part only.
            sliced | -
            slice_1 | -
            rooted | -
            root_1 | -
            seen | The view api.seen has no rows of its own.
            kept | -
            numbers | The sequence api.numbers tells nothing.
            gone | The relation api.gone is not known.
            """)
    void a_publication_says_which_tables_are_told(String table, String why) throws Exception {
        assertThat(settled(reader("loam_changes")).untold(LineageSpec.table("api." + table)))
                .isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            narrow | keyed | The table api.keyed is published in part only.
            none | keyed | The table api.keyed is in no publication.
            everything | left_out | -
            everything | slice_1 | -
            everything | quick | The table api.quick is unlogged.
            schema_api | keyed | -
            schema_api | slice_1 | -
            schema_api | bare | The table api.bare has no replica identity.
            """)
    void so_does_every_kind_of_publication(String publication, String table, String why)
            throws Exception {
        assertThat(settled(reader(publication)).untold(LineageSpec.table("api." + table)))
                .isEqualTo(why);
    }

    @Test
    void a_table_counts_once_all_have_ended_that_may_have_written_to_it_untold()
            throws Exception {
        var reader = reader("loam_changes");
        settled(reader);
        try (Connection writer = test.connect(); Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("insert into api.left_out values (1)");
            test.execute("alter publication loam_changes add table api.left_out");
            Lineage second = reader.read();
            assertThat(second.untold(LineageSpec.table("api.keyed"))).isNull();
            assertThat(second.untold(LineageSpec.table("api.left_out")))
                    .contains("is captured only now");
            assertThat(reader.waits()).isTrue();
            assertThat(reader.due()).isFalse();
            changed("insert into api.keyed values (2)");
            assertThat(reader.read().untold(LineageSpec.table("api.left_out"))).isNotNull();
            writer.commit();
            assertThat(settled(reader).untold(LineageSpec.table("api.left_out"))).isNull();
            assertThat(reader.due()).isTrue();
            assertThat(reader.waits()).isFalse();
        }
    }

    @Test
    void triggers_that_write_changes_down_tell_as_well() throws Exception {
        test.execute("""
                create schema loam;
                create function loam.capture_row() returns trigger language plpgsql as
                    'begin return null; end';
                create function loam.capture_truncate() returns trigger language plpgsql as
                    'begin return null; end';
                do $$
                declare
                    name text;
                begin
                    foreach name in array array['keyed', 'bare', 'quick', 'whole'] loop
                        execute format('create trigger row after insert or update or delete
                            on api.%I for each row execute function loam.capture_row();
                            alter table api.%1$I enable always trigger row', name);
                    end loop;
                    foreach name in array array['keyed', 'quick', 'whole'] loop
                        execute format('create trigger truncation after truncate
                            on api.%I execute function loam.capture_truncate();
                            alter table api.%1$I enable always trigger truncation', name);
                    end loop;
                end
                $$;
                alter table api.whole enable trigger truncation;
                """);
        Lineage lineage = settled(new LineageReader(database, Captured.byTriggers(),
                () -> Run.until(new Deadline(Long.MAX_VALUE))));
        assertThat(lineage.untold(LineageSpec.table("api.keyed"))).isNull();
        assertThat(lineage.untold(LineageSpec.table("api.bare"))).contains("not captured");
        assertThat(lineage.untold(LineageSpec.table("api.whole"))).contains("not captured");
        assertThat(lineage.untold(LineageSpec.table("api.quick"))).contains("unlogged");
        assertThat(lineage.untold(LineageSpec.table("api.left_out"))).contains("not captured");
    }

    @Test
    void a_table_that_was_left_out_meanwhile_begins_anew() throws Exception {
        var reader = reader("loam_changes");
        settled(reader);
        test.execute("alter publication loam_changes drop table api.keyed");
        assertThat(reader.read().untold(LineageSpec.table("api.keyed"))).contains("not published");
        try (Connection writer = test.connect(); Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("insert into api.keyed values (1)");
            test.execute("alter publication loam_changes add table api.keyed");
            assertThat(reader.read().untold(LineageSpec.table("api.keyed")))
                    .contains("is captured only now");
        }
    }

    @Test
    void a_live_lineage_shows_a_transaction_once_asked_after_it() throws Exception {
        var heard = new LinkedBlockingQueue<Lineage>();
        try (var live = live(heard)) {
            assertThat(live.awaitFirst(Duration.ofSeconds(30))).isTrue();
            Lineage first = live.current();
            long xid = changed("alter table api.keyed add extra int");
            assertThat(first.taken().shows(xid)).isFalse();
            live.refresh();
            assertThat(live.awaitShowing(xid, Duration.ofSeconds(30))).isTrue();
            assertThat(live.current()).isNotSameAs(first);
            assertThat(live.awaitShowing(Long.MAX_VALUE, Duration.ofMillis(1))).isFalse();
        }
    }

    @Test
    void a_live_lineage_reads_again_by_itself_when_waiting_is_over() throws Exception {
        var heard = new LinkedBlockingQueue<Lineage>();
        try (Connection writer = test.connect(); Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("insert into api.keyed values (1)");
            try (var live = live(heard)) {
                assertThat(heard.poll(30, TimeUnit.SECONDS).untold(LineageSpec.table("api.keyed")))
                        .contains("is captured only now");
                writer.commit();
                String why;
                do {
                    why = heard.poll(30, TimeUnit.SECONDS).untold(LineageSpec.table("api.keyed"));
                } while (why != null);
                assertThat(live.current().untold(LineageSpec.table("api.keyed"))).isNull();
            }
        }
    }

    /// Other databases of the server may have transactions under way for a while.
    private static Lineage settled(LineageReader reader) throws Exception {
        Lineage lineage = reader.read();
        for (int i = 0; i < 1_000 && reader.waits(); i++) {
            lineage = reader.read();
        }
        return lineage;
    }

    private LiveLineage live(LinkedBlockingQueue<Lineage> heard) {
        return new LiveLineage(reader("loam_changes"), LineageSpec.CLOCK,
                LineageSpec.listener(heard::add),
                new LiveLineage.Pauses(
                        Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofMillis(20)));
    }

    private long changed(String statement) throws Exception {
        try (Connection connection = test.connect(); Statement run = connection.createStatement()) {
            connection.setAutoCommit(false);
            run.execute(statement);
            long xid;
            try (ResultSet result = run.executeQuery("select pg_current_xact_id()::text")) {
                result.next();
                xid = Long.parseLong(result.getString(1));
            }
            connection.commit();
            return xid;
        }
    }

    private LineageReader reader(String publication) {
        return LineageSpec.reader(database, publication);
    }
}
