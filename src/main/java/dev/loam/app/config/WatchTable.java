package dev.loam.app.config;

import java.time.Duration;
import java.util.List;

/// The settings of `[log]` that PostgREST does not have.
public final class WatchTable {
    static final SettingTable TABLE = new SettingTable("");

    public static final Setting<Duration> SLOW_REQUEST = TABLE.add("log.slow-request",
            Kind.DURATION, Duration.ofSeconds(1),
            "From how long on a request is logged as slow, whatever the level; 0s logs none.");
    public static final Setting<Duration> SLOW_QUERY = TABLE.add("log.slow-query",
            Kind.DURATION, Duration.ofSeconds(1),
            "From how long on a statement is logged as slow, without its values; 0s logs none.");
    public static final Setting<Boolean> SLOW_QUERY_PLAN = TABLE.add("log.slow-query-plan",
            Kind.TRUTH, false, "Whether PostgreSQL is asked for the plan of a slow statement, once "
                    + "for each text, on a connection of the pool.");
    public static final Setting<List<String>> AUDIT_TABLES = TABLE.add("log.audit-tables",
            Kind.LIST, List.of(),
            "Tables, written schema.table, whose committed writes are logged, each with who made "
                    + "it; * is all of a schema's.");
    private WatchTable() {
    }
}
