package dev.loam.app.config;

/// The whole configuration of `loam up`, read once, immutable. `production` says that people other
/// than developers are served.
public record LoamConfig(
        boolean production, ServerConfig server, DatabaseConfig database,
        MigrationsConfig migrations, RestSettings rest, AuthSettings auth,
        RealtimeSettings realtime,
        ChangesSettings changes,
        CacheSettings cache) {
}
