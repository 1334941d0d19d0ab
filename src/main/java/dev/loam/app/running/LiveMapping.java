package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.app.config.CacheSettings;
import dev.loam.app.config.ChangesSettings;
import dev.loam.app.config.LoamConfig;
import dev.loam.base.config.ByteSize;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.modules.realtime.config.RealtimeConfig;
import java.nio.file.Path;

/// What follows committed changes, from the settings of a project.
public final class LiveMapping {
    private LiveMapping() {
    }

    /// `owner` is the login of the project's owner, and `own` whether it is on Loam's own server;
    /// what is recorded of the cache goes to the file `trace`. Blocks while the server is asked how
    /// its changes can be read.
    public static LiveParts of(
            LoamConfig config, PostgresConfig owner, boolean own, Path trace) {
        RealtimeConfig realtime = config.realtime().config();
        return new LiveParts(feed(config.changes(), owner, own,
                new HubConfig(new ByteSize(realtime.retainedBytesMax()),
                        realtime.retainedTimeMax(), HubConfig.DEFAULTS.commits())),
                cache(config.cache(), trace),
                config.realtime().enabled() ? realtime : null);
    }

    private static LiveParts.Feed feed(
            ChangesSettings settings, PostgresConfig owner, boolean own, HubConfig kept) {
        String url = settings.url();
        PostgresConfig log = url == null ? owner : PostgresConfig.fromUrl(url);
        SourceChoice choice = own && url == null ? SourceChoice.own(settings.source(), owner)
                : SourceChoice.of(settings.source(), log, owner);
        return new LiveParts.Feed(choice, log, owner, settings, kept);
    }

    private static LiveParts.Cache cache(CacheSettings settings, Path trace) {
        if (!settings.enabled()) {
            return null;
        }
        return new LiveParts.Cache(settings.config(), settings.policy(),
                settings.config().traceMax() == 0 ? null : trace);
    }
}
