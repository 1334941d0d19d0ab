package dev.loam.adapters.postgres.schema;

/// Something that the project's SQL needs and this database lacks: `extension vector`,
/// `auth.users`. Not `fatal` inside the body of a function, which is only looked at when it runs.
public record Missing(String what, String file, int line, boolean fatal) {
    @Override
    public String toString() {
        return what + " (" + file + ":" + line + ")";
    }
}
