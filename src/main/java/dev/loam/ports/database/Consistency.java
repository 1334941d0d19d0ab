package dev.loam.ports.database;

import dev.loam.base.position.Lsn;
import java.time.Duration;

/// How old an answer may be.
///
/// `bound` is that of `BOUNDED`, else null. `atLeast` is a position in the log whose commits the
/// answer must show in any case, null for none.
public record Consistency(Level level, Duration bound, Lsn atLeast) {
    public static final Consistency STRONG = new Consistency(Level.STRONG, null, null);
    public static final Consistency SESSION = new Consistency(Level.SESSION, null, null);

    public enum Level {
        /// Whatever was committed when the request came.
        STRONG,
        /// What was written through this process before the request came, and otherwise nothing
        /// older than the cache's own bound.
        SESSION,
        /// Nothing older than a bound.
        BOUNDED,
        /// Whatever there is.
        EVENTUAL
    }

    public Consistency after(Lsn position) {
        return new Consistency(level, bound, position);
    }
}
