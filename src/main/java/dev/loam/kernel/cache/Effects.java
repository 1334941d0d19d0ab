package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Footprint.Pin;
import dev.loam.ports.database.Rows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What writes touch beyond what they name: partitions, what views stand for, rows that foreign
/// keys change along; and where that cannot be known. Immutable.
final class Effects {
    /// Nothing is known.
    static final Effects NONE = new Effects(Map.of(), Map.of());

    private final Map<Long, Relation> relations;
    private final Map<TableName, Relation> byName;

    /// A relation as `effects.sql` reads it.
    private record Relation(
            TableName name, char kind, boolean acts, List<Long> children, List<Long> cascades) {
    }

    /// What a write touches: the whole of `tables` and certain `rows` of others; with `more` it may
    /// touch something else too.
    record Effect(Set<TableName> tables, List<Pin> rows, boolean more) {
    }

    private Effects(Map<Long, Relation> relations, Map<TableName, Relation> byName) {
        this.relations = relations;
        this.byName = byName;
    }

    /// Of the rows of `effects.sql`.
    static Effects of(Rows rows) {
        var relations = new HashMap<Long, Relation>();
        var byName = new HashMap<TableName, Relation>();
        for (int i = 0; i < rows.size(); i++) {
            var relation = new Relation(
                    new TableName(rows.text(i, 1), rows.text(i, 2)), rows.text(i, 3).charAt(0),
                    rows.text(i, 4).equals("t"), numbers(rows.text(i, 5)),
                    numbers(rows.text(i, 6)));
            relations.put(rows.number(i, 0, 0), relation);
            byName.put(relation.name(), relation);
        }
        return new Effects(relations, byName);
    }

    private static List<Long> numbers(String array) {
        var numbers = new ArrayList<Long>();
        if (array != null && array.length() > 2) {
            for (String each : array.substring(1, array.length() - 1).split(",")) {
                numbers.add(Long.parseLong(each));
            }
        }
        return numbers;
    }

    /// What a statement touches that may write.
    Effect of(Footprint footprint, Lineage lineage) {
        var tables = new HashSet<>(footprint.writes());
        // A statement of which nothing is told may do anything.
        boolean more = footprint.writes().isEmpty() || !footprint.calls().isEmpty();
        for (TableName written : footprint.writes()) {
            Relation relation = byName.get(written);
            if (relation == null) {
                more = true;
            } else if (relation.kind() == 'v') {
                Set<TableName> origins = lineage.of(new Footprint(
                        true, Set.of(written), Set.of(), Set.of(), List.of())).tables();
                more |= relation.acts() | followAll(origins, tables);
            } else {
                more |= follow(relation, tables);
            }
        }
        boolean rowsOnly = !more && tables.size() == 1 && tables.equals(footprint.writes())
                && !footprint.pins().isEmpty();
        return rowsOnly ? new Effect(Set.of(), footprint.pins(), false)
                : new Effect(Set.copyOf(tables), List.of(), more);
    }

    private boolean followAll(Set<TableName> written, Set<TableName> tables) {
        tables.addAll(written);
        boolean more = false;
        for (TableName table : written) {
            Relation relation = byName.get(table);
            more |= relation == null || follow(relation, tables);
        }
        return more;
    }

    /// Adds what a write to a table touches by way of partitions and foreign keys, and says whether
    /// it may be more.
    private boolean follow(Relation start, Set<TableName> tables) {
        var seen = new HashSet<Relation>();
        var next = new ArrayDeque<Relation>();
        next.add(start);
        boolean more = false;
        while (!next.isEmpty()) {
            Relation relation = next.remove();
            if (!seen.add(relation)) {
                continue;
            }
            tables.add(relation.name());
            more |= relation.acts() || relation.kind() == 'f';
            for (List<Long> ids : List.of(relation.children(), relation.cascades())) {
                for (Long id : ids) {
                    Relation other = relations.get(id);
                    more |= other == null;
                    if (other != null) {
                        next.add(other);
                    }
                }
            }
        }
        return more;
    }
}
