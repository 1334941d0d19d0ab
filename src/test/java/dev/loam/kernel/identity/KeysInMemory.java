package dev.loam.kernel.identity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A store that can be made to fail.
final class KeysInMemory implements KeyStore {
    private final Map<String, StoredKey> keys = new LinkedHashMap<>();
    private KeysUnreadable failure;

    @Override
    public synchronized List<StoredKey> load() throws KeysUnreadable {
        if (failure != null) {
            throw failure;
        }
        return new ArrayList<>(keys.values());
    }

    @Override
    public synchronized List<StoredKey> change(UnaryOperator<List<StoredKey>> change)
            throws KeysUnreadable {
        var changed = change.apply(load());
        changed.forEach(this::put);
        return changed;
    }

    synchronized void put(StoredKey key) {
        keys.put(key.id(), key);
    }

    /// From now on everything fails so; null ends it.
    synchronized void failWith(KeysUnreadable why) {
        failure = why;
    }
}
