package dev.loam.kernel.catalog;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The columns of one relation by name, in their order: an immutable map that takes a small part of
/// the memory of a `LinkedHashMap`, which counts where there are a million columns.
final class ColumnsByName extends AbstractMap<String, Column> {
    private final List<Column> columns;
    /// Open addressing: place among the columns, from 1; 0 where nothing is. PostgreSQL has at the
    /// most 1,600 columns.
    private final short[] places;

    ColumnsByName(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.places = new short[Math.max(2, Integer.highestOneBit(columns.size()) * 4)];
        for (int i = 0; i < columns.size(); i++) {
            int at = start(columns.get(i).name());
            while (places[at] != 0) {
                at = next(at);
            }
            places[at] = (short) (i + 1);
        }
    }

    private int start(String name) {
        int hash = name.hashCode();
        return (hash ^ hash >>> 16) & places.length - 1;
    }

    private int next(int at) {
        return at + 1 & places.length - 1;
    }

    @Override
    public Column get(Object key) {
        if (!(key instanceof String name)) {
            return null;
        }
        for (int at = start(name); places[at] != 0; at = next(at)) {
            Column column = columns.get(places[at] - 1);
            if (column.name().equals(name)) {
                return column;
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return columns.size();
    }

    @Override
    public List<Column> values() {
        return columns;
    }

    @Override
    public Set<Map.Entry<String, Column>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Column>> iterator() {
                return columns.stream()
                        .map(column -> Map.entry(column.name(), column)).iterator();
            }

            @Override
            public int size() {
                return columns.size();
            }
        };
    }
}
