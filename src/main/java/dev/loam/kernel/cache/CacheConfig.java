package dev.loam.kernel.cache;

import dev.loam.base.config.ByteSize;
import dev.loam.base.name.TableName;
import java.time.Duration;
import java.util.Set;

/// How answers are kept.
///
/// `weightMax` bounds all of them together, `answerMax` each one. `sessionBound` is how old an
/// answer may be for a request that names no bound. `probeEvery` is how often the database is asked
/// how far it has come, while answers are given. `writeWait` is how long the answer to a write may
/// be held back until its effects are known, and `commitsMax` how many commits are remembered that
/// some statement may not have seen. Nothing is kept that comes from `offTables` or is asked for by
/// `offRoles`. `traceMax` is how many accesses are recorded for a simulation, 0 for none.
public record CacheConfig(
        boolean on, ByteSize weightMax, ByteSize answerMax, Duration sessionBound,
        Duration probeEvery, Duration writeWait, int commitsMax, Set<TableName> offTables,
        Set<String> offRoles, int traceMax) {
    public static final CacheConfig DEFAULTS = new CacheConfig(
            true, new ByteSize(64 << 20), new ByteSize(1 << 20), Duration.ofSeconds(1),
            Duration.ofMillis(100), Duration.ofMillis(20), 4096, Set.of(), Set.of(), 0);

    public CacheConfig {
        offTables = Set.copyOf(offTables);
        offRoles = Set.copyOf(offRoles);
    }
}
