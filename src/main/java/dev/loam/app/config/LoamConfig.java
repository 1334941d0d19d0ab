package dev.loam.app.config;

/// The whole configuration of `loam up`, read once, immutable.
public record LoamConfig(
        ServerConfig server, DatabaseConfig database, MigrationsConfig migrations,
        RestSettings rest) {
}
