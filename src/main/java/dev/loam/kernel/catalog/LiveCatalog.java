package dev.loam.kernel.catalog;

import dev.loam.base.task.Deadline;
import dev.loam.base.task.Rounds;
import dev.loam.ports.time.Clock;
import java.time.Duration;

/// Keeps the current catalog, and makes a new one when asked while the old one keeps serving.
///
/// One thread reads; requests to reload that come while it does make it read once more afterwards,
/// however many they are, since what they announce may have come too late for the reading under
/// way. When reading fails the old catalog stays, and the thread tries again, after a pause that
/// doubles from `pauseMin` to `pauseMax`, until it succeeds; a request to reload ends the pause.
public final class LiveCatalog implements Catalogs, AutoCloseable {
    private final Source source;
    private final Clock clock;
    private final Listener listener;
    private final Duration pauseMin;
    private final Duration pauseMax;
    private final Rounds rounds;
    private volatile Catalog current;
    private long version = 1;
    private Duration pause = Duration.ZERO;

    /// Starts reading the first catalog. `clock` tells how long readings take.
    public LiveCatalog(
            Source source, Clock clock, Listener listener, Duration pauseMin,
            Duration pauseMax) {
        this.source = source;
        this.clock = clock;
        this.listener = listener;
        this.pauseMin = pauseMin;
        this.pauseMax = pauseMax;
        this.rounds = new Rounds("catalog-reader", Duration.ZERO, this::read);
        rounds.begin();
    }

    /// Reads a whole catalog; blocks, within a deadline of its own choice.
    @FunctionalInterface
    public interface Source {
        Catalog read(long version) throws CatalogUnreadable;
    }

    /// Hears what became of readings, one at a time, on the reading thread; must not throw.
    public interface Listener {
        void onLoaded(Catalog catalog, Duration took);

        /// The next attempt comes after `pause` at the latest.
        void onFailed(Exception why, Duration pause);
    }

    @Override
    public Catalog current() {
        return current;
    }

    /// Asks for a catalog that is read from now on. Returns at once.
    public void reload() {
        rounds.ask();
    }

    /// Waits for the first catalog; false when the deadline passed or this was closed before.
    public boolean awaitFirst(Deadline deadline) throws InterruptedException {
        return awaitNewer(0, deadline);
    }

    /// Waits for a catalog of a version above `version`; false when the deadline passed or this was
    /// closed before.
    public boolean awaitNewer(long version, Deadline deadline) throws InterruptedException {
        return rounds.await(() -> current != null && current.version() > version,
                deadline.left(clock.nanos()));
    }

    /// Stops reading and waits for a reading under way. The current catalog stays.
    @Override
    public void close() {
        rounds.close();
    }

    private Rounds.Next read() {
        long begun = clock.nanos();
        try {
            Catalog read = source.read(version);
            current = read;
            rounds.tell();
            listener.onLoaded(read, Duration.ofNanos(clock.nanos() - begun));
            read.names().prepare();
            version++;
            pause = Duration.ZERO;
            return new Rounds.Next(true, null);
        } catch (CatalogUnreadable | RuntimeException e) {
            // A defect, too, must not end the thread: the next schema may be readable.
            pause = longer(pause);
            listener.onFailed(e, pause);
            return new Rounds.Next(false, pause);
        }
    }

    private Duration longer(Duration last) {
        Duration twice = last.isZero() ? pauseMin : last.multipliedBy(2);
        return twice.compareTo(pauseMax) > 0 ? pauseMax : twice;
    }
}
