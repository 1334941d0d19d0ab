package dev.loam.kernel.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.config.ByteSize;
import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.ChangeFeed.Delivery;
import dev.loam.ports.changes.ChangeFeed.Subscription;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// What listeners hear of a source, whenever they join.
class ChangeHubTest implements Clock, ChangeHub.Journal {
    private static final Delivery INLINE = new Delivery.Inline();
    private static final Delivery QUEUED = new Delivery.Queued("queued", 1_000);

    private final ScriptedSource source = new ScriptedSource();
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> journal = new ArrayList<>();
    private long nanos;
    private ChangeHub hub = hub(HubConfig.DEFAULTS);

    private ChangeHub hub(HubConfig config) {
        var made = new ChangeHub(source, config, this, this,
                (name, work) -> threads.add(work));
        made.start(null);
        return made;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void onCutOff(String listener, String why) {
        journal.add(listener + " cut off");
    }

    @Override
    public void onThrown(String listener, Throwable e) {
        journal.add(listener + " threw " + e.getMessage());
    }

    private Heard inline(Long after) {
        var heard = new Heard();
        hub.subscribe(heard, after == null ? null : new Lsn(after), INLINE);
        return heard;
    }

    private Heard queued(Long after) {
        var heard = new Heard();
        hub.subscribe(heard, after == null ? null : new Lsn(after), QUEUED);
        return heard;
    }

    private void runThreads() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void a_new_listener_hears_what_comes() {
        source.start(10);
        source.commit(11);
        Heard inline = inline(null);
        Heard queued = queued(null);
        source.commit(12);
        source.progress(20);
        Heard late = inline(null);
        source.commit(25);
        runThreads();
        assertThat(inline.text()).isEqualTo("start 11, 12, to 20, 25");
        assertThat(queued.all).isEqualTo(inline.all);
        assertThat(late.text()).isEqualTo("start 19, to 20, 25");
        assertThat(hub.position()).isEqualTo(new Lsn(25));
        assertThat(hub.lastCommitAt()).isEqualTo(Instant.EPOCH);
        assertThat(hub.listeners()).isEqualTo(3);
    }

    @Test
    void listeners_that_come_before_the_source_begin_with_it() {
        Heard fresh = inline(null);
        Heard continuing = queued(12L);
        Heard old = inline(5L);
        assertThat(fresh.all).isEmpty();
        source.start(10);
        source.commit(11);
        source.commit(13);
        runThreads();
        assertThat(fresh.text()).isEqualTo("start 10, 11, 13");
        assertThat(continuing.text()).isEqualTo("start 12, 13");
        assertThat(old.text()).isEqualTo("start 10 gap, 11, 13");
    }

    @Test
    void one_that_was_away_goes_on_exactly_behind_its_position() {
        source.start(10);
        source.commit(11);
        source.part(12, 0, false);
        source.part(12, 1, true);
        source.commit(13);
        assertThat(inline(10L).text()).isEqualTo("start 10, 11, 12, 12+1, 13");
        assertThat(inline(11L).text()).isEqualTo("start 11, 12, 12+1, 13");
        assertThat(inline(12L).text()).isEqualTo("start 12, 13");
        assertThat(inline(13L).text()).isEqualTo("start 13");
        assertThat(inline(9L).text()).isEqualTo("start 13 gap");
        Heard queued = queued(10L);
        source.commit(14);
        runThreads();
        assertThat(queued.text()).isEqualTo("start 10, 11, 12, 12+1, 13, 14");
    }

    @Test
    void a_position_of_the_future_is_waited_for_unless_it_is_of_another_log() {
        source.start(10);
        Heard ahead = inline(12L);
        Heard alien = inline(1L << 40);
        source.commit(11);
        source.commit(12);
        source.commit(13);
        assertThat(ahead.text()).isEqualTo("start 12, 13");
        assertThat(alien.text()).isEqualTo("start 10 gap, 11, 12, 13");
    }

    @Test
    void joining_amidst_a_transaction_begins_behind_it_or_with_its_start() {
        source.start(10);
        source.part(12, 0, false);
        Heard fresh = inline(null);
        Heard continuing = inline(11L);
        source.part(12, 1, true);
        source.commit(13);
        assertThat(fresh.text()).isEqualTo("start 12, 13");
        assertThat(continuing.text()).isEqualTo("start 11, 12, 12+1, 13");
    }

    @Test
    void commits_are_kept_by_bytes_by_number_and_by_age() {
        long weight = Weights.of(ScriptedSource.commit(1, 0, true));
        hub = hub(new HubConfig(new ByteSize(2 * weight), Duration.ofHours(1), 100));
        source.start(10);
        source.commit(11);
        source.commit(12);
        assertThat(hub.keptBytes()).isEqualTo(2 * weight);
        source.commit(13);
        assertThat(hub.keptBytes()).isEqualTo(2 * weight);
        assertThat(inline(10L).text()).isEqualTo("start 13 gap");
        assertThat(inline(11L).text()).isEqualTo("start 11, 12, 13");

        hub = hub(new HubConfig(ByteSize.parse("1MB"), Duration.ofHours(1), 2));
        source.start(10);
        source.part(11, 0, false);
        source.part(11, 1, false);
        source.part(11, 2, false);
        source.part(11, 3, true);
        assertThat(hub.keptBytes()).isZero();
        source.commit(12);
        assertThat(inline(10L).text()).isEqualTo("start 12 gap");
        assertThat(inline(11L).text()).isEqualTo("start 11, 12");

        hub = hub(new HubConfig(ByteSize.parse("1MB"), Duration.ofSeconds(5), 100));
        source.start(10);
        source.commit(11);
        nanos += Duration.ofSeconds(3).toNanos();
        source.commit(12);
        nanos += Duration.ofSeconds(3).toNanos();
        assertThat(inline(10L).text()).isEqualTo("start 12 gap");
        assertThat(inline(11L).text()).isEqualTo("start 11, 12");
    }

    @Test
    void a_gap_is_told_to_all_and_nothing_from_before_it() {
        source.start(10);
        source.commit(11);
        Heard inline = inline(null);
        Heard queued = queued(null);
        source.listener.onPause("down");
        source.gap(5);
        source.commit(6);
        runThreads();
        assertThat(inline.text()).isEqualTo("start 11, pause, start 5 gap, 6");
        assertThat(queued.all).isEqualTo(inline.all);
        assertThat(inline(4L).text()).isEqualTo("start 6 gap");
        assertThat(inline(5L).text()).isEqualTo("start 5, 6");
    }

    @Test
    void a_pause_is_told_also_to_those_who_join_in_it() {
        source.start(10);
        Heard early = inline(null);
        source.listener.onPause("down");
        Heard late = inline(null);
        // A source that lost nothing goes on, or begins anew without a gap.
        source.start(10);
        source.commit(11);
        Heard last = inline(null);
        assertThat(early.text()).isEqualTo("start 10, pause, 11");
        assertThat(late.all).isEqualTo(early.all);
        assertThat(last.text()).isEqualTo("start 11");
    }

    @Test
    void a_listener_that_throws_ends_and_the_others_go_on() {
        source.start(10);
        var thrower = new Heard();
        for (Delivery delivery : List.of(INLINE, QUEUED)) {
            hub.subscribe(new Failing(thrower), null, delivery);
        }
        Heard other = inline(null);
        source.commit(11);
        source.commit(12);
        runThreads();
        assertThat(thrower.text()).isEqualTo("start 10, end, start 10, end");
        assertThat(thrower.ended).contains("boom 11");
        assertThat(other.text()).isEqualTo("start 10, 11, 12");
        assertThat(journal).containsExactly("inline threw boom 11", "queued threw boom 11");
        assertThat(hub.listeners()).isEqualTo(1);
    }

    /// Cannot bear commits.
    private record Failing(Heard heard) implements ChangeListener {
        @Override
        public void onStart(Lsn from, String gap) {
            heard.onStart(from, gap);
        }

        @Override
        public void onCommit(Commit commit) {
            throw new IllegalStateException("boom " + commit.position().value());
        }

        @Override
        public void onProgress(Lsn to) {
            heard.onProgress(to);
        }

        @Override
        public void onPause(String why) {
            heard.onPause(why);
        }

        @Override
        public void onEnd(String why) {
            heard.onEnd(why);
        }
    }

    @Test
    void a_slow_listener_is_cut_off_with_the_reason() {
        source.start(10);
        Heard slow = queued(null);
        Heard other = inline(null);
        for (int i = 11; i <= 30; i++) {
            source.commit(i);
        }
        assertThat(hub.listeners()).isEqualTo(1);
        assertThat(hub.cutOff()).isEqualTo(1);
        runThreads();
        assertThat(slow.text()).isEqualTo("end");
        assertThat(slow.ended).contains("too slow", "1000 bytes");
        assertThat(other.all).hasSize(21);
        assertThat(journal).containsExactly("queued cut off");
    }

    @Test
    void what_was_kept_takes_nothing_of_the_bound_and_progress_does_not_pile_up() {
        source.start(10);
        for (int i = 11; i <= 30; i++) {
            source.commit(i);
        }
        Heard resuming = queued(10L);
        for (int i = 31; i <= 200; i++) {
            source.progress(i);
        }
        runThreads();
        assertThat(resuming.all).hasSize(22).endsWith("30", "to 200");
    }

    @Test
    void who_leaves_hears_nothing_more_and_closing_ends_all() {
        source.start(10);
        var gone = new Heard();
        Subscription inline = hub.subscribe(gone, null, INLINE);
        Subscription queued = hub.subscribe(gone, null, QUEUED);
        Heard inlineStays = inline(null);
        Heard queuedStays = queued(null);
        inline.close();
        queued.close();
        source.commit(11);
        hub.close();
        hub.poke();
        runThreads();
        assertThat(gone.text()).isEqualTo("start 10");
        assertThat(inlineStays.text()).isEqualTo("start 10, 11, end");
        assertThat(queuedStays.all).isEqualTo(inlineStays.all);
        assertThat(inline(null).text()).isEqualTo("end");
        assertThat(source.closed).isTrue();
        assertThat(source.pokes).isEqualTo(1);
        assertThat(hub.listeners()).isZero();
    }
}
