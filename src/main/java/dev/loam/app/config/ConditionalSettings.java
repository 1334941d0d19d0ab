package dev.loam.app.config;

import dev.loam.base.name.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What `[conditional]` says.
public record ConditionalSettings(boolean enabled, Set<TableName> required) {
    static ConditionalSettings from(Resolved values, List<String> problems) {
        var tables = new HashSet<TableName>();
        for (String name : values.get(ConditionalTable.REQUIRED)) {
            int dot = name.indexOf('.');
            if (dot < 1 || dot == name.length() - 1) {
                problems.add(values.where(ConditionalTable.REQUIRED)
                        + ": wanted schema.table, found \"" + name + '"');
            } else {
                tables.add(new TableName(name.substring(0, dot), name.substring(dot + 1)));
            }
        }
        return new ConditionalSettings(
                values.get(ConditionalTable.ENABLED), Set.copyOf(tables));
    }
}
