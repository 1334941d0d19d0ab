package dev.loam.modules.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.position.Lsn;
import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.rows.Task.Committed;
import dev.loam.modules.realtime.rows.Task.Leaves;
import dev.loam.modules.realtime.rows.Task.Progressed;
import dev.loam.modules.realtime.rows.Task.Started;
import dev.loam.ports.changes.Change;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static Committed commit(long position, long weight) {
        return new Committed(null, position, new Lsn(position), Instant.EPOCH, List.of(), false,
                Set.of(), true, weight);
    }

    @Test
    void what_waits_comes_in_order() throws InterruptedException {
        var backlog = new Backlog(1_000);
        backlog.add(commit(1, 10));
        backlog.add(commit(2, 10));
        assertThat(backlog.take()).containsExactly(commit(1, 10), commit(2, 10));
    }

    @Test
    void of_progress_only_the_newest_waits() throws InterruptedException {
        var backlog = new Backlog(1_000);
        backlog.add(new Progressed(null, new Lsn(1)));
        backlog.add(new Progressed(null, new Lsn(2)));
        assertThat(backlog.take()).containsExactly(new Progressed(null, new Lsn(2)));
    }

    @Test
    void when_too_much_waits_a_gap_stands_in_its_place() throws InterruptedException {
        var backlog = new Backlog(100);
        var leaves = new Leaves(null, true);
        backlog.add(commit(1, 60));
        backlog.add(leaves);
        backlog.add(commit(2, 60));
        backlog.add(commit(3, 60));
        var waiting = backlog.take();
        assertThat(waiting.getFirst()).isEqualTo(leaves);
        assertThat(waiting.get(1)).isInstanceOfSatisfying(Started.class, gap -> {
            assertThat(gap.from()).isEqualTo(new Lsn(2));
            assertThat(gap.why()).isNotNull();
        });
        assertThat(waiting.get(2)).isEqualTo(commit(3, 60));
    }

    @Test
    void one_may_join_while_not_too_many_wait_for_it() throws InterruptedException {
        var backlog = new Backlog(100);
        var joins = new Task.Joins(null, null);
        int taken = 0;
        while (backlog.offer(joins)) {
            taken++;
        }
        assertThat(taken).isEqualTo(20_000);
        assertThat(backlog.take()).hasSize(1_000);
        assertThat(backlog.offer(joins)).isTrue();
    }

    @Test
    void another_caller_waits_once() {
        var caller = new Caller("anon", "{}", true);
        var member = new Member(caller, List.of(), null, null);
        assertThat(member.shows(caller)).isTrue();
        assertThat(member.shows(new Caller("other", "{}", true))).isFalse();
        member.takesCaller();
        assertThat(member.caller().role()).isEqualTo("other");
        assertThat(member.shows(caller)).isTrue();
    }

    @Test
    void a_large_commit_is_told_in_parts_of_which_the_last_ends_it() {
        var row = new Task.Numbered(0, new Change.OfRow(null, null, null, false, null));
        var parts = new Committed(null, 1, new Lsn(1), Instant.EPOCH,
                Collections.nCopies(5, row), true, Set.of(), true, 9).parts(2);
        assertThat(parts.stream().map(part -> part.rows().size())).containsExactly(2, 2, 1);
        assertThat(parts.stream().map(Committed::last)).containsExactly(false, false, true);
    }
}
