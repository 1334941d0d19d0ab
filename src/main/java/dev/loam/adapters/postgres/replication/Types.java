package dev.loam.adapters.postgres.replication;

/// Names of types.
interface Types {
    /// The name of a type as `format_type` writes it, without a modifier. `sent` is what the log
    /// said of it, null for nothing: the last resort.
    String name(int oid, PgOutput.Type sent);
}
