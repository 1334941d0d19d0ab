package dev.loam.app.config;

import dev.loam.base.config.ByteSize;
import java.util.List;

/// The settings of `[log]` that say how lines are written and what never stands in them.
public final class LogTable {
    static final SettingTable TABLE = new SettingTable("log.");

    public static final Setting<LogFormat> FORMAT = TABLE.add("format",
            Kind.choice(LogFormat.class), LogFormat.CONSOLE, "How lines are written: for people, "
                    + "or one JSON object a line with the fields of the Elastic Common Schema.");
    public static final Setting<String> SERVICE_NAME = TABLE.add("service-name", Kind.TEXT, "loam",
            "What this service is called in the field service.name.");
    public static final Setting<Boolean> QUERY_VALUES = TABLE.add("query-values", Kind.TRUTH, false,
            "Whether the values of parameters in addresses are logged; those of keys, codes and "
                    + "tokens never are.");
    public static final Setting<List<String>> HIDDEN_NAMES = TABLE.add("hidden-names", Kind.LIST,
            List.of(), "More names of parameters and fields whose values are never logged.");
    public static final Setting<ByteSize> BUFFER = TABLE.add("buffer",
            Kind.size(ByteSize.parse("64KiB"), ByteSize.parse("1GiB")), ByteSize.parse("4MiB"),
            "How much may wait to be written; what comes while it is full is dropped and counted.");

    private LogTable() {
    }
}
