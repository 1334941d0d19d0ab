package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.ports.changes.Change;
import dev.loam.ports.database.Footprint.Pin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a transaction touched: `everything`, or tables as a `whole` and some rows of others, of
/// which the changes (`rows`) or the keys (`keys`) are known.
record Touch(
        boolean everything, Set<TableName> whole, Map<TableName, List<Change.OfRow>> rows,
        Map<TableName, List<Pin>> keys) {
    /// A table of which more rows changed counts as a whole.
    private static final int ROWS_MAX = 64;

    static Touch of(List<Change> changes) {
        boolean everything = false;
        var whole = new HashSet<TableName>();
        var rows = new HashMap<TableName, List<Change.OfRow>>();
        for (Change change : changes) {
            switch (change) {
                case Change.OfRow row -> add(row, whole, rows);
                case Change.Truncation cut -> cut.tables().forEach(t -> whole.add(t.name()));
                case Change.Message message -> {
                    everything |= message.redefines();
                    if (message.refreshes()) {
                        whole.addAll(named(message.content()));
                    }
                }
            }
        }
        rows.keySet().removeAll(whole);
        return new Touch(everything, whole, rows, Map.of());
    }

    /// All of these tables, and these rows of others.
    static Touch of(Set<TableName> tables, List<Pin> rows) {
        var keys = new HashMap<TableName, List<Pin>>();
        for (Pin row : rows) {
            if (!tables.contains(row.table())) {
                keys.computeIfAbsent(row.table(), _ -> new ArrayList<>(2)).add(row);
            }
        }
        return new Touch(false, Set.copyOf(tables), Map.of(), keys);
    }

    boolean none() {
        return !everything && whole.isEmpty() && rows.isEmpty() && keys.isEmpty();
    }

    boolean touches(Reach reach) {
        if (everything) {
            return true;
        }
        for (TableName table : reach.tables()) {
            if (whole.contains(table)) {
                return true;
            }
            List<Change.OfRow> changed = rows.get(table);
            if (changed != null && touches(changed, reach.pinsOf(table))) {
                return true;
            }
            List<Pin> written = keys.get(table);
            if (written != null && meet(written, reach.pinsOf(table))) {
                return true;
            }
        }
        return false;
    }

    private static boolean touches(List<Change.OfRow> rows, List<Pin> pins) {
        if (pins == null) {
            return true;
        }
        for (Change.OfRow row : rows) {
            for (Pin pin : pins) {
                Set<List<String>> keys = RowKeys.of(row, pin.columns());
                if (keys == null || keys.contains(pin.values())) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Rows told apart by other columns may be the same.
    private static boolean meet(List<Pin> written, List<Pin> pins) {
        return pins == null || written.stream().anyMatch(row -> pins.stream().anyMatch(
                pin -> !pin.columns().equals(row.columns()) || pin.values().equals(row.values())));
    }

    private static void add(
            Change.OfRow row, Set<TableName> whole, Map<TableName, List<Change.OfRow>> rows) {
        TableName table = row.table().name();
        if (whole.contains(table)) {
            return;
        }
        List<Change.OfRow> known = rows.computeIfAbsent(table, _ -> new ArrayList<>(2));
        known.add(row);
        if (known.size() > ROWS_MAX) {
            rows.remove(table);
            whole.add(table);
        }
    }

    /// The relations that `schema.name` may mean, since each of the two may have a dot in it.
    private static Set<TableName> named(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        var names = new HashSet<TableName>();
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            names.add(new TableName(text.substring(0, dot), text.substring(dot + 1)));
        }
        return names;
    }
}
