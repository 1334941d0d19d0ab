package dev.loam.app.config;

import dev.loam.base.name.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What is written down of requests and statements. A duration of zero writes nothing down.
public record WatchSettings(
        Duration slowRequest, Duration slowQuery, boolean slowQueryPlan,
        Set<TableName> auditTables) {
    public WatchSettings {
        auditTables = Set.copyOf(auditTables);
    }

    static WatchSettings from(Resolved values, List<String> problems) {
        return new WatchSettings(values.get(WatchTable.SLOW_REQUEST),
                values.get(WatchTable.SLOW_QUERY), values.get(WatchTable.SLOW_QUERY_PLAN),
                values.tables(WatchTable.AUDIT_TABLES, problems));
    }
}
