package dev.loam.app.check;

import dev.loam.ports.database.Served.How;
import java.util.List;
import java.util.Map;

/// What a check of histories saw: how many reads, by where their answers came from, how many writes
/// that were kept, how often the feed was cut, and the first violations, each in words.
public record CheckReport(
        long seed, Map<How, Long> reads, long writes, long cuts, List<String> violations) {
    public CheckReport {
        reads = Map.copyOf(reads);
        violations = List.copyOf(violations);
    }

    public long answers() {
        return reads.values().stream().mapToLong(Long::longValue).sum();
    }
}
