package dev.loam.adapters.memory;

import dev.loam.ports.cache.CacheStore;
import dev.loam.ports.cache.CacheStores;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/// Which values a store in memory lets go when it is full.
public enum CachePolicy implements CacheStores {
    /// Those that were seldom asked for, by a sketch of the past, behind a window for new ones.
    /// Source: Einziger, Friedman, Manes, "TinyLFU: A Highly Efficient Cache Admission Policy".
    W_TINY_LFU {
        @Override
        public <K, V> CacheStore<K, V> store(
                long weightMax, ToIntFunction<V> weight, BiConsumer<K, V> evicted) {
            return new TinyLfuStore<>(weightMax, weight, evicted);
        }
    },
    /// Those that nobody has asked for for the longest time.
    LRU {
        @Override
        public <K, V> CacheStore<K, V> store(
                long weightMax, ToIntFunction<V> weight, BiConsumer<K, V> evicted) {
            return new OrderedStore<>(new LruOrder<>(), weightMax, weight, evicted);
        }
    },
    /// Those that were asked for the fewest times; of equals, the one that has been at that number
    /// for the longest time.
    LFU {
        @Override
        public <K, V> CacheStore<K, V> store(
                long weightMax, ToIntFunction<V> weight, BiConsumer<K, V> evicted) {
            return new OrderedStore<>(new LfuOrder<>(), weightMax, weight, evicted);
        }
    }
}
