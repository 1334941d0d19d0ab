package dev.loam.kernel.catalog;

/// A check constraint: its name, and what it says as `pg_get_constraintdef` writes it with an empty
/// search path.
public record Check(String name, String definition) {
}
