package dev.loam.kernel.lineage;

/// Gives the current lineage. Never blocks.
@FunctionalInterface
public interface Lineages {
    /// The newest one read, or null while there is none.
    Lineage current();

    /// Asks for one that is read from now on, where somebody reads them. Returns at once.
    default void refresh() {
        // Whoever has but one lineage keeps it.
    }
}
