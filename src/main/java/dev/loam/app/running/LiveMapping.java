package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.app.config.LoamConfig;
import dev.loam.base.config.ByteSize;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.modules.realtime.config.RealtimeConfig;

/// What follows committed changes, from the settings of a project.
public final class LiveMapping {
    private LiveMapping() {
    }

    /// `owner` is the login of the project's owner.
    public static LiveParts of(LoamConfig config, PostgresConfig owner) {
        RealtimeConfig realtime = config.realtime().config();
        String url = config.changes().url();
        return new LiveParts(url == null ? owner : PostgresConfig.fromUrl(url), config.changes(),
                new HubConfig(new ByteSize(realtime.retainedBytesMax()),
                        realtime.retainedTimeMax(), HubConfig.DEFAULTS.commits()),
                config.cache().enabled() ? config.cache().config() : null,
                config.cache().policy(),
                config.realtime().enabled() ? realtime : null);
    }
}
