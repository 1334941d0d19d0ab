package dev.loam.app.config;

import dev.loam.base.config.ByteSize;
import java.util.List;

/// How lines of the log are written. `hiddenNames` are those whose values are hidden beside the
/// ones that always are.
public record LogSettings(
        LogFormat format, String serviceName, boolean queryValues, List<String> hiddenNames,
        ByteSize buffer) {
    public LogSettings {
        hiddenNames = List.copyOf(hiddenNames);
    }

    static LogSettings from(Resolved values) {
        return new LogSettings(values.get(LogTable.FORMAT), values.get(LogTable.SERVICE_NAME),
                values.get(LogTable.QUERY_VALUES), values.get(LogTable.HIDDEN_NAMES),
                values.get(LogTable.BUFFER));
    }
}
