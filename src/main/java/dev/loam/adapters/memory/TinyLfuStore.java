package dev.loam.adapters.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalListener;
import dev.loam.ports.cache.CacheStore;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/// Caffeine, which does its housekeeping on the threads that use it.
final class TinyLfuStore<K, V> implements CacheStore<K, V> {
    private final Cache<K, V> cache;

    TinyLfuStore(long weightMax, ToIntFunction<V> weight, BiConsumer<K, V> evicted) {
        RemovalListener<K, V> listener = (key, value, _) -> evicted.accept(key, value);
        this.cache = Caffeine.newBuilder()
                .maximumWeight(weightMax)
                .weigher((K _, V value) -> weight.applyAsInt(value))
                .evictionListener(listener)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public V get(K key) {
        return cache.getIfPresent(key);
    }

    @Override
    public V put(K key, V value) {
        return cache.asMap().put(key, value);
    }

    @Override
    public void remove(K key, V value) {
        cache.asMap().remove(key, value);
    }

    @Override
    public void clear() {
        cache.invalidateAll();
    }

    @Override
    public long size() {
        return cache.estimatedSize();
    }

    @Override
    public long weight() {
        return cache.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
}
