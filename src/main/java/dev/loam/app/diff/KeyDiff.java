package dev.loam.app.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares the keys of a relation, which Loam's descriptions tell of: rows are addressed by the
/// primary one, and related rows are embedded along the foreign ones.
final class KeyDiff {
    static final String PRIMARY = "x-primary-key";
    static final String FOREIGN = "x-foreign-key";

    private KeyDiff() {
    }

    static List<Change> between(Part place, Map<String, Part> before, Map<String, Part> after) {
        List<Change> changes = new ArrayList<>();
        Set<String> was = primary(before);
        Set<String> is = primary(after);
        if (!was.isEmpty() && !was.equals(is)) {
            changes.add(new Change(Rule.PRIMARY_KEY_CHANGED, place, is.isEmpty()
                    ? "has no primary key any more, had " + listed(was)
                    : "has the primary key " + listed(is) + ", had " + listed(was)));
        }
        after.forEach((name, column) -> {
            if (before.containsKey(name)) {
                foreign(before, before.get(name), column, changes);
            } else {
                foreign(before, null, column, changes);
            }
        });
        return changes;
    }

    private static void foreign(
            Map<String, Part> before, Part was, Part is, List<Change> changes) {
        String old = was == null ? "" : target(was);
        String now = target(is);
        if (old.equals(now)) {
            return;
        }
        if (now.isEmpty()) {
            changes.add(new Change(Rule.FOREIGN_KEY_REMOVED, was,
                    "does not refer to " + old + " any more"));
        } else if (!old.isEmpty()) {
            changes.add(new Change(Rule.FOREIGN_KEY_CHANGED, was,
                    "refers to " + now + ", did to " + old));
        } else {
            boolean second = before.values().stream().anyMatch(other ->
                    table(other).equals(table(is)));
            changes.add(new Change(second ? Rule.FOREIGN_KEY_AMBIGUOUS : Rule.FOREIGN_KEY_ADDED,
                    is, "refers to " + now + (second ? ", as another column does" : "")));
        }
    }

    private static Set<String> primary(Map<String, Part> columns) {
        Set<String> key = new LinkedHashSet<>();
        columns.forEach((name, column) -> {
            if (column.json().path(PRIMARY).asBoolean(false)) {
                key.add(name);
            }
        });
        return key;
    }

    private static String listed(Set<String> columns) {
        return "(" + String.join(", ", columns) + ")";
    }

    private static String table(Part column) {
        return column.json().path(FOREIGN).path("table").asString("");
    }

    private static String target(Part column) {
        String table = table(column);
        return table.isEmpty() ? ""
                : table + "." + column.json().path(FOREIGN).path("column").asString("");
    }
}
