package dev.loam.kernel.catalog;

/// Gives the current catalog. Never blocks once the first one is there; a request takes one
/// snapshot and keeps it to its end.
@FunctionalInterface
public interface Catalogs {
    /// The current snapshot, or null while none could be read yet.
    Catalog current();
}
