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
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.changes.Commit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What befalls a reader of the log: lost connections, missing rights and publications.
class PgOutputFaultsSpec extends ReaderOnWire {
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

    /// Longer than a server may be silent: it has to speak up by itself.
    @Test
    void a_quiet_server_is_not_given_up() {
        start(plain().withSilence(Duration.ofSeconds(1)), null);
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (System.nanoTime() - end < 0) {
            assertThat(heard.next(Duration.ofMillis(500)) instanceof Paused).isFalse();
        }
        insert(1);
        assertThat(told()).isEqualTo(1);
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
        heard = new HeardChanges() {
            private boolean failed;

            @Override
            public void onCommit(Commit commit) {
                if (!failed) {
                    failed = true;
                    throw new IllegalStateException("a defect");
                }
                super.onCommit(commit);
            }
        };
        start(plain(), null);
        insert(1);
        assertThat(heard.await(Paused.class, source).why()).contains("a defect");
        assertThat(heard.await(Started.class, source).gap()).contains("a defect");
    }
}
