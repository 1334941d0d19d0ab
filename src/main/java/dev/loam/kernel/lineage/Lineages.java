package dev.loam.kernel.lineage;

/// Gives the current lineage. Never blocks.
@FunctionalInterface
public interface Lineages {
    /// The newest one read, or null while there is none.
    Lineage current();
}
