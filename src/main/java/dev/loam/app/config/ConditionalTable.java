package dev.loam.app.config;

import java.util.List;

/// The settings of `[conditional]`: writes that depend on what the client knows of the rows.
public final class ConditionalTable {
    static final SettingTable TABLE = new SettingTable("conditional.");

    public static final Setting<Boolean> ENABLED = TABLE.add("enabled", Kind.TRUTH, true,
            "Whether every answer to a read has an ETag, and writes heed If-Match and "
                    + "If-None-Match.");
    public static final Setting<List<String>> REQUIRED = TABLE.add("required", Kind.LIST,
            List.of(), "Tables, written schema.table, whose rows are changed and deleted with "
                    + "If-Match only; so are those with @if-match required in their comment.");

    private ConditionalTable() {
    }
}
