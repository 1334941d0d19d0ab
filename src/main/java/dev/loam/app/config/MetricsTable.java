package dev.loam.app.config;

import java.time.Duration;

/// The settings of `[metrics]`.
public final class MetricsTable {
    static final SettingTable TABLE = new SettingTable("metrics.");

    public static final Setting<Duration> POSTGRES_EVERY = TABLE.add("postgres-every",
            Kind.DURATION, Duration.ofSeconds(15), "How often PostgreSQL is asked how it fares, "
                    + "for /metrics at the admin port; 0s asks never.");

    private MetricsTable() {
    }
}
