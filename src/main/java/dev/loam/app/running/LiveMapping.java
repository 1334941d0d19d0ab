package dev.loam.app.running;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.app.config.LoamConfig;
import dev.loam.base.config.ByteSize;
import dev.loam.kernel.cache.CacheConfig;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.modules.realtime.config.RealtimeConfig;

/// What follows committed changes, from the settings of a project.
public final class LiveMapping {
    private LiveMapping() {
    }

    /// `owner` is the login of the project's owner.
    public static LiveParts of(LoamConfig config, PostgresConfig owner) {
        RealtimeConfig realtime = config.realtime().config();
        return new LiveParts(owner,
                ReplicationSettings.of(ReplicationSettings.PUBLICATIONS),
                new HubConfig(new ByteSize(realtime.retainedBytesMax()),
                        realtime.retainedTimeMax(), HubConfig.DEFAULTS.commits()),
                CacheConfig.DEFAULTS, CachePolicy.W_TINY_LFU,
                config.realtime().enabled() ? realtime : null);
    }
}
