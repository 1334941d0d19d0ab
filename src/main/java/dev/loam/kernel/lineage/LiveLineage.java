package dev.loam.kernel.lineage;

import dev.loam.base.task.Rounds;
import dev.loam.ports.time.Clock;
import java.time.Duration;

/// Keeps the newest lineage, and makes a new one when asked while the old one keeps serving.
///
/// One thread reads; requests that come while it does make it read once more afterwards. While some
/// tables wait for transactions to end before they count as told, it looks every `look` whether
/// they have. When reading fails the old lineage stays, and the thread tries again after a pause
/// that doubles from `pauseMin` to `pauseMax`.
public final class LiveLineage implements Lineages, AutoCloseable {
    private final Source source;
    private final Clock clock;
    private final Listener listener;
    private final Pauses pauses;
    private final Rounds rounds;
    private volatile Lineage current;
    private volatile boolean asked = true;
    private Duration pause = Duration.ZERO;

    /// Starts reading the first lineage. `clock` tells how long readings take.
    public LiveLineage(Source source, Clock clock, Listener listener, Pauses pauses) {
        this.source = source;
        this.clock = clock;
        this.listener = listener;
        this.pauses = pauses;
        this.rounds = new Rounds("lineage-reader", Duration.ZERO, this::round);
        rounds.begin();
    }

    /// Between attempts after failures, and between looks while tables wait.
    public record Pauses(Duration min, Duration max, Duration look) {
    }

    /// Reads a whole lineage; blocks, within a deadline of its own choice.
    public interface Source {
        Lineage read() throws LineageUnreadable;

        /// Whether something in the lineage last read will be otherwise later, by itself.
        boolean waits();

        /// Whether it is so by now; cheap.
        boolean due() throws LineageUnreadable;
    }

    /// Hears what became of readings, one at a time, on the reading thread; must not throw.
    public interface Listener {
        void onRead(Lineage lineage, Duration took);

        /// The next attempt comes after `pause` at the latest.
        void onFailed(Exception why, Duration pause);
    }

    @Override
    public Lineage current() {
        return current;
    }

    @Override
    public void refresh() {
        asked = true;
        rounds.ask();
    }

    /// Waits for a lineage that shows what a committed transaction did; false when none does in
    /// time, or when this was closed before.
    public boolean awaitShowing(long xid, Duration atMost) throws InterruptedException {
        return rounds.await(() -> current != null && current.taken().shows(xid), atMost);
    }

    /// Waits for the first lineage; false when none is there in time.
    public boolean awaitFirst(Duration atMost) throws InterruptedException {
        return rounds.await(() -> current != null, atMost);
    }

    /// Stops reading and waits for a reading under way. The current lineage stays.
    @Override
    public void close() {
        rounds.close();
    }

    private Rounds.Next round() {
        try {
            // Who asks after this line makes another round begin.
            boolean wanted = asked;
            asked = false;
            if (wanted || current == null || source.due()) {
                read();
            }
            pause = Duration.ZERO;
            return new Rounds.Next(true, source.waits() ? pauses.look() : null);
        } catch (LineageUnreadable | RuntimeException e) {
            // A defect, too, must not end the thread: the next schema may be readable.
            asked = true;
            pause = longer(pause);
            listener.onFailed(e, pause);
            return new Rounds.Next(false, pause);
        }
    }

    private void read() throws LineageUnreadable {
        long begun = clock.nanos();
        Lineage read = source.read();
        current = read;
        rounds.tell();
        listener.onRead(read, Duration.ofNanos(clock.nanos() - begun));
    }

    private Duration longer(Duration last) {
        Duration twice = last.isZero() ? pauses.min() : last.multipliedBy(2);
        return twice.compareTo(pauses.max()) > 0 ? pauses.max() : twice;
    }
}
