package dev.loam.kernel.cache;

import dev.loam.ports.database.Served.How;
import java.time.Duration;
import java.util.Map;

/// What the cache has done since the start, and what it holds.
///
/// `served` counts answers by where they came from, `passes` those not kept by reason,
/// `invalidations` entries that went because of a change. `writesWaited` were held back until the
/// feed told their effects; `writesNotTold` waited in vain, so that reads went to the database
/// until it did. `behind` is the time since the cache was last known to be that of the database,
/// null where it is not known.
public record CacheFigures(
        Map<How, Long> served, Map<Reason, Long> passes, long invalidations, long writesWaited,
        long writesNotTold, long entries, long weight, Duration behind) {
    public CacheFigures {
        served = Map.copyOf(served);
        passes = Map.copyOf(passes);
    }
}
