package dev.loam.app.running;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.kernel.cache.CacheConfig;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.modules.realtime.config.RealtimeConfig;

/// What follows committed changes: how they are read and kept, the cache of answers, and what tells
/// clients of them. `log` is a login that may read the write-ahead log; `cache` is null where no
/// answers are kept, `realtime` where nothing is told.
public record LiveParts(
        PostgresConfig log, ReplicationSettings replication, HubConfig kept, CacheConfig cache,
        CachePolicy policy, RealtimeConfig realtime) {
}
