package dev.loam.adapters.memory;

import dev.loam.ports.cache.CacheStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/// A map whose values go in an order that is kept exactly, behind one lock.
final class OrderedStore<K, V> implements CacheStore<K, V> {
    private final EvictionOrder<K> order;
    private final long weightMax;
    private final ToIntFunction<V> weigher;
    private final BiConsumer<K, V> evicted;
    private final Map<K, Weighed<V>> values = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private long weight;

    private record Weighed<V>(V value, int weight) {
    }

    OrderedStore(
            EvictionOrder<K> order, long weightMax, ToIntFunction<V> weigher,
            BiConsumer<K, V> evicted) {
        this.order = order;
        this.weightMax = weightMax;
        this.weigher = weigher;
        this.evicted = evicted;
    }

    @Override
    public V get(K key) {
        lock.lock();
        try {
            Weighed<V> found = values.get(key);
            if (found == null) {
                return null;
            }
            order.used(key);
            return found.value();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public V put(K key, V value) {
        lock.lock();
        try {
            var added = new Weighed<>(value, weigher.applyAsInt(value));
            Weighed<V> before = values.get(key);
            if (before == null) {
                makeRoom(added.weight());
                order.added(key);
            } else {
                order.used(key);
                weight -= before.weight();
            }
            values.put(key, added);
            weight += added.weight();
            makeRoom(0);
            return before == null ? null : before.value();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(K key, V value) {
        lock.lock();
        try {
            Weighed<V> found = values.get(key);
            if (found != null && found.value() == value) {
                taken(key);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void clear() {
        lock.lock();
        try {
            values.clear();
            order.clear();
            weight = 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long size() {
        lock.lock();
        try {
            return values.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long weight() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }

    /// A new value must not be the first to go because it is new.
    private void makeRoom(int more) {
        while (weight + more > weightMax && !values.isEmpty()) {
            K key = order.first();
            evicted.accept(key, taken(key));
        }
    }

    private V taken(K key) {
        Weighed<V> gone = values.remove(key);
        order.removed(key);
        weight -= gone.weight();
        return gone.value();
    }
}
