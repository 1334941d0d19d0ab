package dev.loam.base.name;

/// The name of a type, unquoted, with its schema.
public record TypeName(String schema, String name) {
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
