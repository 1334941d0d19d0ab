package dev.loam.app.config;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.kernel.cache.CacheConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What `[cache]` says: whether answers are kept at all, how, and which go first.
public record CacheSettings(boolean enabled, CacheConfig config, CachePolicy policy) {
    static CacheSettings from(Resolved values, List<String> problems) {
        for (Setting<Duration> time : List.of(CacheTable.BOUND, CacheTable.PROBE)) {
            if (values.get(time).isZero()) {
                problems.add(values.where(time) + ": wanted more than 0s");
            }
        }
        boolean enabled = values.get(CacheTable.ENABLED);
        return new CacheSettings(enabled, new CacheConfig(enabled, values.get(CacheTable.MEMORY),
                values.get(CacheTable.ANSWER_MAX), values.get(CacheTable.BOUND),
                values.get(CacheTable.PROBE), values.get(CacheTable.AWAIT),
                CacheConfig.DEFAULTS.commitsMax(), values.tables(CacheTable.OFF_TABLES, problems),
                Set.copyOf(values.get(CacheTable.OFF_ROLES)),
                values.get(CacheTable.RECORD_TRACE)), values.get(CacheTable.POLICY));
    }
}
