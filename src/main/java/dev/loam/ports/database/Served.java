package dev.loam.ports.database;

import dev.loam.base.position.Lsn;
import java.time.Duration;

/// Where an answer comes from.
///
/// `how` is null where no cache stands before the database, and only a tag is told. `why` tells,
/// for an answer that was not kept, what forbade it; null otherwise. `age` is the time since a kept
/// answer was made or last known to be that of the database, zero for one made just now. `tag`
/// changes whenever the rows do; null where it is not known. `position` is one in the log whose
/// commits the answer shows, or after the commit of what wrote; null where not known.
public record Served(How how, String why, Duration age, String tag, Lsn position) {
    public enum How {
        /// From what was kept.
        HIT,
        /// From the database, and kept.
        MISS,
        /// From another request for the same that was under way.
        SHARED,
        /// From the database, since what was kept was not new enough for this request.
        STALE,
        /// From the database, and not kept.
        PASS
    }

    /// The same with a tag; `from` is null where nothing else is told.
    public static Served tagged(Served from, String tag) {
        return from == null ? new Served(null, null, Duration.ZERO, tag, null)
                : new Served(from.how, from.why, from.age, tag, from.position);
    }

    /// Of what wrote.
    public static Served written(Lsn position) {
        return new Served(How.PASS, null, Duration.ZERO, null, position);
    }
}
