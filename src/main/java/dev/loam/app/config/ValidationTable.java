package dev.loam.app.config;

/// The settings of `[validation]`: what is told of a body before PostgreSQL sees it.
public final class ValidationTable {
    static final SettingTable TABLE = new SettingTable("validation.");

    public static final Setting<ValidationMode> MODE = TABLE.add("mode",
            Kind.choice(ValidationMode.class), ValidationMode.ASKED,
            "Whether bodies are validated only for requests that ask for it (asked), or for all "
                    + "that do not decline (always).");
    public static final Setting<Integer> VIOLATIONS_MAX = TABLE.add("violations-max",
            Kind.whole(1, 10_000), 100, "The most violations that one answer tells.");

    public static final Setting<String> SCHEMAS = TABLE.add("schemas", Kind.TEXT, "schemas",
            "The folder of JSON Schemas for rows, from the project's folder; a file is named "
                    + "schema.table.json.");

    private ValidationTable() {
    }
}
