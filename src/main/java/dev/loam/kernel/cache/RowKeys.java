package dev.loam.kernel.cache;

import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangedTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which values some columns had and have in a row that changed.
final class RowKeys {
    private RowKeys() {
    }

    /// The values of the columns before and after the change, in their order; null where one of
    /// them cannot be told, so that any values may be meant. A key with a NULL in it is left out.
    static Set<List<String>> of(Change.OfRow row, List<String> columns) {
        int[] places = new int[columns.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = row.table().indexOf(columns.get(i));
            if (places[i] < 0) {
                return null;
            }
        }
        var keys = new HashSet<List<String>>(4);
        boolean known = oldKey(row, places, keys)
                && (row.after() == null || add(row.after(), places, keys));
        return known ? keys : null;
    }

    private static boolean oldKey(Change.OfRow row, int[] places, Set<List<String>> keys) {
        if (row.before() != null) {
            return (!row.keyOnly() || identify(row.table(), places))
                    && add(row.before(), places, keys);
        }
        return switch (row.kind()) {
            case INSERT -> true;
            // The log repeats the old key only where it changed.
            case UPDATE -> identify(row.table(), places);
            case DELETE -> false;
        };
    }

    private static boolean identify(ChangedTable table, int[] places) {
        for (int place : places) {
            if (!table.columns().get(place).identifies()) {
                return false;
            }
        }
        return true;
    }

    private static boolean add(CellRow row, int[] places, Set<List<String>> keys) {
        var values = new String[places.length];
        for (int i = 0; i < places.length; i++) {
            if (row.unchanged(places[i])) {
                return false;
            }
            values[i] = row.text(places[i]);
            if (values[i] == null) {
                return true;
            }
        }
        keys.add(List.of(values));
        return true;
    }
}
