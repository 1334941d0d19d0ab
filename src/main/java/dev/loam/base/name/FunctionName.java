package dev.loam.base.name;

/// The name of a function, unquoted, with its schema; overloads share it.
public record FunctionName(String schema, String name) {
    /// `schema.name`, for messages; never for SQL.
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
