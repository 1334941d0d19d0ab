package dev.loam.ports.cache;

/// Keeps values under keys, as many as its bound of weight allows; which ones go when it is full is
/// its policy's choice.
///
/// Nothing blocks or fails. Thread-safe: what [#remove] or [#clear] took away is not given by any
/// [#get] that begins after it returned.
public interface CacheStore<K, V> {
    /// The value, or null.
    V get(K key);

    /// Keeps a value and answers the one it replaces, or null. It may be one of those that go at
    /// once.
    V put(K key, V value);

    /// Takes the value away if it is still that very one.
    void remove(K key, V value);

    void clear();

    /// How many there are, about.
    long size();

    /// The sum of their weights, about.
    long weight();
}
