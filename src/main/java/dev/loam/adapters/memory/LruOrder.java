package dev.loam.adapters.memory;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// The key that was used the longest time ago goes first.
final class LruOrder<K> implements EvictionOrder<K> {
    private final SequencedSet<K> keys = new LinkedHashSet<>();

    @Override
    public void added(K key) {
        keys.addLast(key);
    }

    @Override
    public void used(K key) {
        keys.addLast(key);
    }

    @Override
    public void removed(K key) {
        keys.remove(key);
    }

    @Override
    public K first() {
        return keys.getFirst();
    }

    @Override
    public void clear() {
        keys.clear();
    }
}
