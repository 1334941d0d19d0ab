package dev.loam.adapters.memory;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;

/// The key that was used the fewest times goes first. Uses are counted for as long as a key is
/// there.
final class LfuOrder<K> implements EvictionOrder<K> {
    private final Map<K, Long> uses = new HashMap<>();
    private final TreeMap<Long, SequencedSet<K>> byUses = new TreeMap<>();

    @Override
    public void added(K key) {
        place(key, 1);
    }

    @Override
    public void used(K key) {
        long before = uses.get(key);
        leave(key, before);
        place(key, before + 1);
    }

    @Override
    public void removed(K key) {
        leave(key, uses.remove(key));
    }

    @Override
    public K first() {
        return byUses.firstEntry().getValue().getFirst();
    }

    @Override
    public void clear() {
        uses.clear();
        byUses.clear();
    }

    private void place(K key, long count) {
        uses.put(key, count);
        byUses.computeIfAbsent(count, _ -> new LinkedHashSet<>()).addLast(key);
    }

    private void leave(K key, long count) {
        SequencedSet<K> equals = byUses.get(count);
        equals.remove(key);
        if (equals.isEmpty()) {
            byUses.remove(count);
        }
    }
}
