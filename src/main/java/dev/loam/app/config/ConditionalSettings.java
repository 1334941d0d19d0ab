package dev.loam.app.config;

import dev.loam.base.name.TableName;
import java.util.List;
import java.util.Set;

/// What `[conditional]` says.
public record ConditionalSettings(boolean enabled, Set<TableName> required) {
    static ConditionalSettings from(Resolved values, List<String> problems) {
        return new ConditionalSettings(values.get(ConditionalTable.ENABLED),
                values.tables(ConditionalTable.REQUIRED, problems));
    }
}
