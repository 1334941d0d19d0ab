package dev.loam.modules.realtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.lineage.CallerParts;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.Origins;
import dev.loam.kernel.lineage.TablePolicies;
import dev.loam.kernel.lineage.TablePolicies.Policy;
import dev.loam.modules.realtime.channel.ChannelAccess;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.database.Footprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptAccessTest {
    private final HandClock clock = new HandClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final KeptAccess access = new KeptAccess((_, _) -> {
        asked.incrementAndGet();
        return ChannelAccess.Rights.ALL;
    }, PolicyLineage::new, clock);

    private static Caller caller(String claims) {
        return new Caller("authenticated", claims, false);
    }

    private int questions(String claims, String topic) {
        access.rights(caller(claims), topic);
        return asked.get();
    }

    @Test
    void the_same_is_asked_once_for_three_seconds() {
        assertThat(questions("{}", "a")).isEqualTo(1);
        assertThat(questions("{}", "a")).isEqualTo(1);
        assertThat(questions("{}", "b")).isEqualTo(2);
        assertThat(questions("{\"sub\":1}", "a")).isEqualTo(3);
        clock.advance(Duration.ofSeconds(3));
        assertThat(questions("{}", "a")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"loam.ddl, true", "loam.refresh, true", "other, false"})
    void messages_of_the_feed(String prefix, boolean asksAnew) {
        questions("{}", "a");
        access.onCommit(commit(new Change.Message(prefix, new byte[0])));
        assertThat(questions("{}", "a")).isEqualTo(asksAnew ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource({"public, member, true", "public, note, false", "realtime, messages, false"})
    void changes_of_tables(String schema, String name, boolean asksAnew) {
        var table = new ChangedTable(1, new TableName(schema, name),
                ChangedTable.Identity.DEFAULT, List.of());
        questions("{}", "a");
        access.onCommit(commit(new Change.OfRow(Change.Kind.DELETE, table,
                new CellRow(new byte[0][]), true, null)));
        assertThat(questions("{}", "a")).isEqualTo(asksAnew ? 2 : 1);
        access.onCommit(commit(new Change.Truncation(List.of(table))));
        assertThat(questions("{}", "a")).isEqualTo(asksAnew ? 3 : 1);
    }

    @Test
    void a_gap_is_a_change_of_anything() {
        questions("{}", "a");
        access.onStart(new Lsn(1), "the slot was lost");
        assertThat(questions("{}", "a")).isEqualTo(2);
    }

    @Test
    void a_failure_is_not_kept() {
        var failing = new KeptAccess((_, _) -> {
            asked.incrementAndGet();
            throw Questions.unavailable("it rests");
        }, () -> null, clock);
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> failing.rights(caller("{}"), "a"))
                    .isInstanceOf(Refusal.class).hasMessageContaining("it rests");
            assertThat(asked.get()).isEqualTo(i);
        }
        failing.onCommit(commit(new Change.Message("other", new byte[0])));
    }

    @Test
    @Timeout(20)
    void a_crowd_asks_once() throws Exception {
        var entered = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        var slow = new KeptAccess((_, _) -> {
            asked.incrementAndGet();
            entered.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return ChannelAccess.Rights.ALL;
        }, () -> null, clock);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var crowd = new ArrayList<Future<ChannelAccess.Rights>>();
            for (int i = 0; i < 50; i++) {
                crowd.add(threads.submit(() -> slow.rights(caller("{}"), "a")));
            }
            entered.await();
            open.countDown();
            for (var one : crowd) {
                assertThat(one.get()).isEqualTo(ChannelAccess.Rights.ALL);
            }
        }
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    @Timeout(20)
    void what_was_asked_before_a_change_is_not_kept_after_it() throws Exception {
        var entered = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        var slow = new KeptAccess((_, _) -> {
            if (asked.incrementAndGet() == 1) {
                entered.countDown();
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return ChannelAccess.Rights.ALL;
        }, () -> null, clock);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> slow.rights(caller("{}"), "a"));
            entered.await();
            slow.onCommit(commit(new Change.Message("loam.ddl", new byte[0])));
            open.countDown();
            first.get();
        }
        slow.rights(caller("{}"), "a");
        assertThat(asked.get()).isEqualTo(2);
    }

    private static Commit commit(Change change) {
        return new Commit(7, new Lsn(70), Instant.EPOCH, 0, List.of(change), true);
    }

    /// Policies on `realtime.messages` that read `public.member`.
    private record PolicyLineage() implements Lineage {
        @Override
        public Snapshot taken() {
            return Snapshot.parse("1:1:");
        }

        @Override
        public Origins of(Footprint footprint) {
            return Origins.NOTHING;
        }

        @Override
        public TablePolicies policies(TableName table) {
            var origins = new Origins(Set.of(new TableName("public", "member"), table),
                    CallerParts.EVERYTHING, List.of());
            return new TablePolicies(true, false, "owner", List.of(
                    new Policy("p", true, Set.of(), "true", Set.of(), origins)));
        }

        @Override
        public String untold(TableName table) {
            return null;
        }
    }
}
