package dev.loam.app.running;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.app.config.ChangesSettings;
import dev.loam.kernel.cache.CacheConfig;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.modules.realtime.config.RealtimeConfig;

/// What follows committed changes: how they are read and kept, the cache of answers, and what tells
/// clients of them. `log` is the login that reads them; `cache` is null where no answers are kept,
/// `realtime` where nothing is told.
public record LiveParts(
        PostgresConfig log, ChangesSettings changes, HubConfig kept, CacheConfig cache,
        CachePolicy policy, RealtimeConfig realtime) {
}
