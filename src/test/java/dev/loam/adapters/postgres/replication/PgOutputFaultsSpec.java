package dev.loam.adapters.postgres.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.ReplicationSettings.PastBound;
import dev.loam.adapters.postgres.replication.ReplicationSettings.Streaming;
import dev.loam.base.config.ByteSize;
import dev.loam.base.position.Lsn;
import dev.loam.fixture.HeardChanges;
import dev.loam.fixture.HeardChanges.Paused;
import dev.loam.fixture.HeardChanges.Progress;
import dev.loam.fixture.HeardChanges.Started;
import dev.loam.fixture.HeardChanges.Whole;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Wire;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What befalls a reader of the log: lost connections, slots and servers.
class PgOutputFaultsSpec {
    private static final String SLOT = "loam_test";
    private static final ByteSize ROOMY = new ByteSize(1L << 30);
    private static PostgresProcess server;
    private static TestDatabase test;

    private HeardChanges heard;
    private Wire wire;
    private PgOutputSource source;

    @BeforeAll
    static void startServer() {
        server = PostgresProcess.start(PostgresPrograms.bundled(), "max_replication_slots = 4",
                "wal_writer_delay = 10s", "min_wal_size = 32MB", "max_wal_size = 64MB");
        test = new TestDatabase(server.port(), "postgres");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void prepare() {
        test.execute("drop table if exists note cascade; drop publication if exists told; "
                + "drop publication if exists later; create table note (id int); "
                + "create publication told for table note");
        heard = new HeardChanges();
        wire = new Wire(server.port());
    }

    @AfterEach
    void end() {
        source.close();
        wire.close();
        test.execute("select pg_terminate_backend(active_pid) from pg_replication_slots "
                + "where active_pid is not null");
        dropSlot();
    }

    private static void dropSlot() {
        test.execute("do $$ begin for i in 1..200 loop begin "
                + "perform pg_drop_replication_slot(slot_name) from pg_replication_slots; return; "
                + "exception when object_in_use then perform pg_sleep(0.05); end; end loop; end $$");
    }

    private static ReplicationSettings plain() {
        return ReplicationSettings.of(List.of("told")).withPause(Duration.ofMillis(50));
    }

    private static ReplicationSettings durable() {
        return plain().withSlot(SLOT, ROOMY, PastBound.REFUSE);
    }

    private void open(ReplicationSettings settings) {
        source = new PgOutputSource(PostgresConfig.fromUrl(
                new TestDatabase(wire.port(), "postgres").url()), settings);
    }

    private Started start(ReplicationSettings settings, Lsn after) {
        open(settings);
        source.start(heard, after);
        return heard.await(Started.class, source);
    }

    private static void insert(int id) {
        test.execute("insert into note values (" + id + ")");
    }

    private int told() {
        return id(heard.transaction(source));
    }

    private static int id(Whole told) {
        return Integer.parseInt(told.rows().getFirst().after().text(0));
    }

    private static void terminate() {
        test.execute("select pg_terminate_backend(active_pid) from pg_replication_slots");
    }

    @Test
    void a_temporary_slot_is_gone_with_its_connection_and_a_gap_is_told() {
        assertThat(start(plain(), null).gap()).isNull();
        assertThat(test.value("select slot_name like 'loam\\_%' and temporary "
                + "from pg_replication_slots")).isEqualTo("t");
        terminate();
        assertThat(heard.await(Paused.class, source).why()).contains("closed");
        Started again = heard.await(Started.class, source);
        assertThat(again.gap()).contains("closed").contains("temporary slot");
        insert(1);
        assertThat(told()).isEqualTo(1);
        source.close();
        test.execute("select pg_sleep(0.2)");
        assertThat(test.value("select count(*) from pg_replication_slots")).isEqualTo("0");
    }

    @Test
    void a_cut_network_is_told_once_and_mended_by_itself() {
        start(plain(), null);
        wire.cut();
        heard.await(Paused.class, source);
        insert(1);
        assertThat(heard.next(Duration.ofMillis(600))).isNull();
        wire.mend();
        assertThat(heard.await(Started.class, source).gap()).isNotBlank();
        assertThat(source.state().reading()).isTrue();
        insert(2);
        assertThat(told()).isEqualTo(2);
    }

    @Test
    void a_slot_that_stays_loses_nothing_to_a_cut_network() {
        assertThat(start(durable(), null).gap()).isNull();
        insert(1);
        assertThat(told()).isEqualTo(1);
        wire.cut();
        heard.await(Paused.class, source);
        insert(2);
        wire.mend();
        assertThat(told()).isEqualTo(2);
    }

    @Test
    void a_slot_that_stays_loses_nothing_to_a_crashed_server() {
        start(durable(), null);
        insert(1);
        told();
        server.stop();
        heard.await(Paused.class, source);
        server.start();
        insert(2);
        assertThat(told()).isEqualTo(2);
    }

    @Test
    void a_slot_that_stays_goes_on_behind_what_an_earlier_process_took_in() {
        start(durable(), null);
        insert(1);
        Lsn position = heard.transaction(source).position();
        wire.cut();
        source.close();
        insert(2);
        wire.mend();
        heard = new HeardChanges();
        Started again = start(durable(), position);
        assertThat(again.gap()).isNull();
        assertThat(told()).isEqualTo(2);
    }

    @Test
    void a_slot_whose_reader_forgot_more_than_it_confirmed_tells_a_gap() {
        Started first = start(durable(), null);
        insert(1);
        Lsn position = heard.transaction(source).position();
        Lsn confirmed = heard.await(Progress.class, source).to();
        assertThat(confirmed).isGreaterThan(position);
        insert(2);
        told();
        heard.await(Progress.class, source);
        awaitConfirmed(confirmed);
        source.close();
        heard = new HeardChanges();
        Started again = start(durable(), first.from());
        assertThat(again.gap()).contains("others");
    }

    private static void awaitConfirmed(Lsn beyond) {
        test.execute("do $$ begin for i in 1..200 loop if exists (select from "
                + "pg_replication_slots where confirmed_flush_lsn > '" + beyond
                + "') then return; end if; perform pg_sleep(0.05); end loop; "
                + "raise 'not confirmed'; end $$");
    }

    @Test
    void a_transaction_cut_in_two_is_told_on_from_the_cut() {
        open(durable());
        source.start(new ChangeListener() {
            private boolean cut;

            @Override
            public void onStart(Lsn from, String gap) {
                heard.onStart(from, gap);
            }

            @Override
            public void onCommit(Commit commit) {
                heard.onCommit(commit);
                if (!cut && commit.first() > 20_000) {
                    cut = true;
                    wire.cut();
                    wire.mend();
                }
            }

            @Override
            public void onProgress(Lsn to) {
                heard.onProgress(to);
            }

            @Override
            public void onPause(String why) {
                // That it comes is not what is tested here.
                heard.onProgress(new Lsn(0));
            }
        }, null);
        heard.await(Started.class, source);
        test.execute("insert into note select generate_series(1, 300000)");
        var ids = new ArrayList<Integer>();
        boolean paused = false;
        while (ids.size() < 300_000) {
            switch (heard.next(Duration.ofSeconds(30))) {
                case HeardChanges.Told told -> {
                    assertThat(told.commit().first()).isEqualTo(ids.size());
                    told.commit().changes().forEach(change -> ids.add(Integer.parseInt(
                            ((Change.OfRow) change).after().text(0))));
                    assertThat(told.commit().last()).isEqualTo(ids.size() == 300_000);
                }
                case Progress progress -> paused |= progress.to().value() == 0;
                case null -> throw new AssertionError("silence; " + source.state());
                case Started started -> throw new AssertionError(started);
                case Paused unexpected -> throw new AssertionError(unexpected);
                case HeardChanges.Ended ended -> throw new AssertionError(ended);
            }
        }
        assertThat(paused).isTrue();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_slot_that_was_dropped_is_made_again_with_a_gap() {
        start(durable(), null);
        wire.cut();
        heard.await(Paused.class, source);
        terminate();
        dropSlot();
        insert(1);
        wire.mend();
        assertThat(heard.await(Started.class, source).gap()).contains(SLOT).contains("gone");
        insert(2);
        assertThat(told()).isEqualTo(2);
    }

    @Test
    void a_slot_of_another_plugin_is_left_alone() {
        test.execute("select pg_create_physical_replication_slot('" + SLOT + "')");
        open(durable());
        source.start(heard, null);
        assertThat(heard.await(Paused.class, source).why()).contains(SLOT).contains("drop");
    }

    private static void writeLog(int megabytes) {
        test.execute("create table bulk as select repeat('x', 900) from generate_series(1, "
                + megabytes * 1100 + "); drop table bulk; select pg_switch_wal(); checkpoint");
    }

    @Test
    void a_slot_past_its_bound_is_refused_with_what_that_means() {
        ReplicationSettings settings = plain().withSlot(
                SLOT, new ByteSize(4 << 20), PastBound.REFUSE);
        start(settings, null);
        wire.cut();
        heard.await(Paused.class, source);
        writeLog(8);
        wire.mend();
        test.execute("select pg_sleep(1)");
        assertThat(source.state().reading()).isFalse();
        assertThat(source.state().trouble()).contains("keeps back").contains("disk is full")
                .contains("pg_drop_replication_slot");
        assertThat(test.value("select count(*) from pg_replication_slots")).isEqualTo("1");
        terminate();
        dropSlot();
        assertThat(heard.await(Started.class, source).gap()).contains("gone");
    }

    @Test
    void a_slot_past_its_bound_may_be_dropped() {
        ReplicationSettings settings = plain().withSlot(
                SLOT, new ByteSize(4 << 20), PastBound.DROP);
        start(settings, null);
        wire.cut();
        heard.await(Paused.class, source);
        writeLog(8);
        wire.mend();
        assertThat(heard.await(Started.class, source).gap()).contains("dropped");
        insert(1);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void a_listener_that_takes_nothing_in_does_not_hold_the_log_for_ever() {
        ReplicationSettings settings = plain().withSlot(null, new ByteSize(4 << 20),
                PastBound.REFUSE);
        var held = new CountDownLatch(1);
        open(settings);
        source.start(new ChangeListener() {
            @Override
            public void onStart(Lsn from, String gap) {
                heard.onStart(from, gap);
            }

            @Override
            public void onCommit(Commit commit) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void onProgress(Lsn to) {
                heard.onProgress(to);
            }

            @Override
            public void onPause(String why) {
                heard.onPause(why);
            }
        }, null);
        heard.await(Started.class, source);
        insert(1);
        source.poke();
        writeLog(8);
        test.execute("do $$ begin for i in 1..300 loop if not exists (select from "
                + "pg_replication_slots) then return; end if; perform pg_sleep(0.05); end loop; "
                + "raise 'still held'; end $$");
        held.countDown();
        assertThat(heard.await(Started.class, source).gap()).contains("keeps back");
    }

    @Test
    void a_slot_whose_log_was_thrown_away_is_made_again_with_a_gap() {
        test.execute("alter system set max_slot_wal_keep_size = '1MB'");
        test.execute("select pg_reload_conf()");
        try {
            start(durable(), null);
            wire.cut();
            heard.await(Paused.class, source);
            terminate();
            for (int i = 0; i < 3; i++) {
                writeLog(20);
            }
            assertThat(test.value("select wal_status from pg_replication_slots"))
                    .isEqualTo("lost");
            wire.mend();
            assertThat(heard.await(Started.class, source).gap()).contains("thrown away");
            insert(1);
            assertThat(told()).isEqualTo(1);
        } finally {
            test.execute("alter system reset max_slot_wal_keep_size");
            test.execute("select pg_reload_conf()");
        }
    }

    @Test
    void another_history_of_the_server_is_a_gap_even_for_a_slot_that_stays() throws IOException {
        start(durable(), null);
        insert(1);
        told();
        server.stop();
        heard.await(Paused.class, source);
        // A recovery that finds no more log ends on a timeline of its own, as a failover does.
        Files.createFile(server.data().resolve("recovery.signal"));
        Files.writeString(server.data().resolve("postgresql.auto.conf"),
                "restore_command = 'false'\n");
        server.start();
        assertThat(heard.await(Started.class, source).gap()).contains("history");
        insert(2);
        Whole told = heard.transaction(source);
        while (id(told) != 2) {
            told = heard.transaction(source);
        }
    }

    @Test
    void without_any_publication_it_waits_for_one() {
        test.execute("drop publication told");
        open(plain());
        source.start(heard, null);
        assertThat(heard.await(Paused.class, source).why()).contains("told")
                .contains("CREATE PUBLICATION");
        assertThat(source.state().reading()).isFalse();
        test.execute("create publication told for table note");
        assertThat(heard.await(Started.class, source).gap()).isNull();
        insert(1);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void a_publication_that_is_missing_is_read_as_soon_as_it_is_there() {
        test.execute("create table other (id int)");
        try {
            start(ReplicationSettings.of(List.of("told", "later"))
                    .withSlot(SLOT, ROOMY, PastBound.REFUSE), null);
            insert(1);
            assertThat(told()).isEqualTo(1);
            test.execute("create publication later for table other");
            assertThat(heard.await(Paused.class, source).why()).contains("later");
            assertThat(heard.await(Started.class, source).gap()).contains("later");
            test.execute("insert into other values (7)");
            assertThat(told()).isEqualTo(7);
        } finally {
            test.execute("drop table other");
        }
    }

    @Test
    void a_dropped_publication_does_not_end_the_reading_of_others() {
        test.execute("create table other (id int); create publication later for table other");
        try {
            start(ReplicationSettings.of(List.of("told", "later")), null);
            test.execute("drop publication later");
            heard.await(Started.class, source);
            insert(1);
            assertThat(told()).isEqualTo(1);
        } finally {
            test.execute("drop table other");
        }
    }

    @Test
    void a_login_without_the_right_is_told_how_to_get_it() {
        test.execute("do $$ begin create role reader login; exception when duplicate_object "
                + "then null; end $$; alter role reader noreplication");
        source = new PgOutputSource(PostgresConfig.fromUrl(test.url("reader")), plain());
        source.start(heard, null);
        assertThat(heard.await(Paused.class, source).why())
                .contains("ALTER ROLE reader REPLICATION");
        assertThat(heard.next(Duration.ofMillis(300))).isNull();
        test.execute("alter role reader replication");
        assertThat(heard.await(Started.class, source).gap()).isNull();
        insert(1);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void full_slots_are_named() {
        open(plain());
        test.execute("select pg_create_physical_replication_slot('p' || i) "
                + "from generate_series(1, 4) i");
        source.start(heard, null);
        assertThat(heard.await(Paused.class, source).why()).contains("max_replication_slots");
    }

    @Test
    void a_server_without_a_logical_log_says_so() throws Exception {
        open(plain());
        try (PostgresProcess poor = PostgresProcess.start(
                PostgresPrograms.bundled(), "wal_level = replica")) {
            Readiness readiness = Readiness.check(PostgresConfig.fromUrl(
                    new TestDatabase(poor.port(), "postgres").url()));
            assertThat(readiness.ready()).isFalse();
            assertThat(readiness.missing()).hasSize(1);
            assertThat(readiness.missing().getFirst().cure()).contains("wal_level = logical");
        }
        assertThat(Readiness.check(PostgresConfig.fromUrl(test.url())).ready()).isTrue();
    }

    @Test
    void a_transaction_too_large_to_be_kept_is_a_gap_at_its_end() {
        test.execute("alter system set debug_logical_replication_streaming = 'immediate'");
        test.execute("select pg_reload_conf()");
        try {
            start(plain().withStreaming(Streaming.ON, new ByteSize(64 << 10)), null);
            test.execute("begin; insert into note select generate_series(1, 5000); rollback");
            insert(1);
            assertThat(told()).isEqualTo(1);
            test.execute("insert into note select generate_series(1, 5000)");
            assertThat(heard.await(Started.class, source).gap()).contains("65536 bytes");
            insert(2);
            assertThat(told()).isEqualTo(2);
        } finally {
            test.execute("alter system reset debug_logical_replication_streaming");
            test.execute("select pg_reload_conf()");
        }
    }

    @Test
    void a_poke_has_what_is_not_on_disk_yet_written_at_once() {
        // This server writes out what is committed asynchronously only every ten seconds or so.
        start(plain(), null);
        insert(1);
        var end = Lsn.parse(test.value("select pg_current_wal_insert_lsn()"));
        long began = System.nanoTime();
        source.poke();
        while (!heard.await(Progress.class, source).to().atLeast(end)) {
            // Earlier progress is passed over.
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void a_listener_that_fails_is_told_that_it_missed_something() {
        open(plain());
        source.start(new ChangeListener() {
            private boolean failed;

            @Override
            public void onStart(Lsn from, String gap) {
                heard.onStart(from, gap);
            }

            @Override
            public void onCommit(Commit commit) {
                if (!failed) {
                    failed = true;
                    throw new IllegalStateException("a defect");
                }
                heard.onCommit(commit);
            }

            @Override
            public void onProgress(Lsn to) {
                heard.onProgress(to);
            }

            @Override
            public void onPause(String why) {
                heard.onPause(why);
            }
        }, null);
        heard.await(Started.class, source);
        insert(1);
        assertThat(heard.await(Paused.class, source).why()).contains("a defect");
        assertThat(heard.await(Started.class, source).gap()).contains("a defect");
    }
}
