package dev.loam.adapters.postgres.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.replication.ReplicationSettings.PastBound;
import dev.loam.base.config.ByteSize;
import dev.loam.base.position.Lsn;
import dev.loam.fixture.HeardChanges;
import dev.loam.fixture.HeardChanges.Paused;
import dev.loam.fixture.HeardChanges.Progress;
import dev.loam.fixture.HeardChanges.Started;
import dev.loam.fixture.HeardChanges.Whole;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What befalls slots, temporary ones and those that stay.
class PgOutputSlotsSpec extends ReaderOnWire {
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
        Lsn takenIn = progressed(position);
        insert(2);
        wire.mend();
        heard = new HeardChanges();
        Started again = start(durable(), takenIn);
        assertThat(again.gap()).isNull();
        assertThat(told()).isEqualTo(2);
    }

    /// The last position up to which everything was heard, which may be behind the last commit.
    private Lsn progressed(Lsn commit) {
        Lsn last = commit;
        for (var call = heard.next(Duration.ZERO); call != null;
                call = heard.next(Duration.ZERO)) {
            if (call instanceof Progress(Lsn to)) {
                last = new Lsn(to.value() - 1);
            }
        }
        return last;
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
        heard = new HeardChanges() {
            private boolean cut;

            @Override
            public void onCommit(Commit commit) {
                super.onCommit(commit);
                if (!cut && commit.first() > 20_000) {
                    cut = true;
                    wire.cut();
                    wire.mend();
                }
            }
        };
        start(durable(), null);
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
                case Progress _ -> {
                    // Of what was committed elsewhere meanwhile.
                }
                case Paused _ -> paused = true;
                case null -> throw new AssertionError("silence; " + source.state());
                case Started started -> throw new AssertionError(started);
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

    private void awaitTrouble(String words) {
        for (int i = 0; i < 200 && !String.valueOf(source.state().trouble()).contains(words); i++) {
            test.execute("select pg_sleep(0.05)");
        }
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
        awaitTrouble("keeps back");
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
        heard = new HeardChanges() {
            @Override
            public void onCommit(Commit commit) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        start(settings, null);
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
}
