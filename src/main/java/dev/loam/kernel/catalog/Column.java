package dev.loam.kernel.catalog;

import java.util.List;

/// A column. `type` is as `format_type` writes it, with modifiers, schema-qualified and quoted so
/// that it can stand in SQL under any search path; `baseType` is the type under all domains (the
/// same where it is none), `typeSchemaName` and `typeName` name `type` unquoted without modifiers.
/// `defaultSql` is null where there is none; `generated` covers GENERATED ALWAYS expressions and
/// identities. `lengthMax` is null where unbounded. `enumValues` is empty unless an enum.
public record Column(
        String name, String comment, boolean nullable, String type, String baseType,
        String typeSchemaName, String typeName, Integer lengthMax, String defaultSql,
        boolean identity, boolean generated, List<String> enumValues) {
    /// True for `json` and `jsonb`, also under a domain.
    public boolean isJson() {
        return baseType.equals("json") || baseType.equals("jsonb");
    }
}
