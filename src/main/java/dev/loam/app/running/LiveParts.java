package dev.loam.app.running;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.app.config.ChangesSettings;
import dev.loam.kernel.cache.CacheConfig;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.modules.realtime.config.RealtimeConfig;
import java.nio.file.Path;

/// What follows committed changes. `cache` is null where no answers are kept, `realtime` where
/// nothing is told.
public record LiveParts(Feed feed, Cache cache, RealtimeConfig realtime) {
    /// How changes are read and kept. `log` is the login that reads the log, `owner` the one that
    /// owns Loam's own tables.
    public record Feed(
            SourceChoice choice, PostgresConfig log, PostgresConfig owner,
            ChangesSettings settings, HubConfig kept) {
    }

    /// How answers are kept. Accesses are recorded in `trace`, null where they are not.
    public record Cache(CacheConfig config, CachePolicy policy, Path trace) {
    }
}
