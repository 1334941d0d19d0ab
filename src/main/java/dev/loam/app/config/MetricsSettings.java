package dev.loam.app.config;

import java.time.Duration;

/// How often PostgreSQL is asked for its figures; zero asks never.
public record MetricsSettings(Duration postgresEvery) {
    static MetricsSettings from(Resolved values) {
        return new MetricsSettings(values.get(MetricsTable.POSTGRES_EVERY));
    }
}
