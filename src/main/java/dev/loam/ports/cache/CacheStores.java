package dev.loam.ports.cache;

import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/// Makes stores of one policy.
@FunctionalInterface
public interface CacheStores {
    /// An empty store. `weight` says how much of `weightMax` a value takes; it is asked once a
    /// value. `evicted` hears of each value that went to make room, on any thread, perhaps while
    /// the store is locked: it must be quick and not call the store.
    <K, V> CacheStore<K, V> store(
            long weightMax, ToIntFunction<V> weight, BiConsumer<K, V> evicted);
}
