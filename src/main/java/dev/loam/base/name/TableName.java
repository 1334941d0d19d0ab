package dev.loam.base.name;

/// The name of a table, view or any other relation, unquoted, with its schema.
public record TableName(String schema, String name) implements Comparable<TableName> {
    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    /// `schema.name`, for messages; never for SQL.
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
