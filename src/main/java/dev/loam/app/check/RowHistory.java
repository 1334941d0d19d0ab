package dev.loam.app.check;

import java.util.Map;
import java.util.TreeMap;

/// The values of one row that are known to be committed, by the moment as of which that is known.
/// Thread-safe.
final class RowHistory {
    private static final long KEPT_NANOS = 60_000_000_000L;

    private final TreeMap<Long, Long> byMoment = new TreeMap<>();

    /// The value is committed; the moment it was known is now.
    synchronized void committed(long value) {
        long now = System.nanoTime();
        Map.Entry<Long, Long> last = byMoment.lastEntry();
        byMoment.put(now, last == null ? value : Math.max(value, last.getValue()));
        Long kept = byMoment.floorKey(now - KEPT_NANOS);
        if (kept != null) {
            byMoment.headMap(kept).clear();
        }
    }

    /// The newest value that was known to be committed before a moment; 0 for none.
    synchronized long before(long moment) {
        Map.Entry<Long, Long> known = byMoment.lowerEntry(moment);
        return known == null ? 0 : known.getValue();
    }
}
