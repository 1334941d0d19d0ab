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

/// What a transaction touched: `everything`, or tables as a `whole` and some `rows` of others.
record Touch(
        boolean everything, Set<TableName> whole, Map<TableName, List<Change.OfRow>> rows) {
    /// A table of which more rows changed counts as a whole.
    private static final int ROWS_MAX = 64;
    private static final String SCHEMA = "loam.ddl";
    private static final String REFRESH = "loam.refresh";

    static Touch of(List<Change> changes) {
        boolean everything = false;
        var whole = new HashSet<TableName>();
        var rows = new HashMap<TableName, List<Change.OfRow>>();
        for (Change change : changes) {
            switch (change) {
                case Change.OfRow row -> add(row, whole, rows);
                case Change.Truncation cut -> cut.tables().forEach(t -> whole.add(t.name()));
                case Change.Message message -> {
                    everything |= message.prefix().equals(SCHEMA);
                    if (message.prefix().equals(REFRESH)) {
                        whole.addAll(named(message.content()));
                    }
                }
            }
        }
        rows.keySet().removeAll(whole);
        return new Touch(everything, whole, rows);
    }

    static Touch of(Set<TableName> tables) {
        return new Touch(false, tables, Map.of());
    }

    boolean none() {
        return !everything && whole.isEmpty() && rows.isEmpty();
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
