package dev.loam.adapters.memory;

/// In which order keys would go. Not thread-safe.
interface EvictionOrder<K> {
    void added(K key);

    void used(K key);

    void removed(K key);

    /// The key that goes first; there must be one.
    K first();

    void clear();
}
