package dev.loam.app.config;

import dev.loam.base.name.TableName;
import java.time.Duration;
import java.util.HashSet;
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
        var tables = new HashSet<TableName>();
        for (String table : values.get(WatchTable.AUDIT_TABLES)) {
            int dot = table.indexOf('.');
            if (dot < 1 || dot == table.length() - 1) {
                problems.add(values.where(WatchTable.AUDIT_TABLES)
                        + ": wanted schema.table, found \"" + table + '"');
            } else {
                tables.add(new TableName(table.substring(0, dot), table.substring(dot + 1)));
            }
        }
        return new WatchSettings(values.get(WatchTable.SLOW_REQUEST),
                values.get(WatchTable.SLOW_QUERY), values.get(WatchTable.SLOW_QUERY_PLAN),
                tables);
    }
}
