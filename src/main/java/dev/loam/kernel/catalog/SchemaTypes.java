package dev.loam.kernel.catalog;

import dev.loam.ports.database.Rows;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The types that columns and functions have, by their object id and modifier: far fewer than
/// columns. Each is read when first met.
final class SchemaTypes {
    /// Stands for a type without a modifier.
    static final int PLAIN = -1;
    private static final int CHUNK = 2_000;

    private final CatalogQueries queries;
    private final Map<Key, Type> types;

    /// `known` are those read before.
    SchemaTypes(CatalogQueries queries, Map<Key, Type> known) {
        this.queries = queries;
        this.types = new HashMap<>(known);
    }

    record Key(long id, int modifier) {
    }

    /// As in [Column]; `notNull`, `defaultSql` and `checks` come from domains. `relation` is the
    /// object id of the composite or relation whose row type it is, perhaps under a domain, else 0.
    /// `named` is the relation after which the type, its base or its element is named, else 0.
    record Type(
            String text, String baseText, String schema, String name, boolean notNull,
            String defaultSql, Integer lengthMax, long relation, List<String> labels,
            long named, List<Check> checks) {
        /// Null for a type of neither kind.
        TypeFacts facts() {
            return text.equals(baseText) && labels.isEmpty() ? null
                    : new TypeFacts(baseText, lengthMax, notNull, checks, labels);
        }

        Column column(String columnName) {
            return new Column(columnName, null, true, text, baseText, schema, name, lengthMax,
                    null, false, false, labels);
        }
    }

    /// All that is known.
    Map<Key, Type> known() {
        return types;
    }

    Type type(Key key) throws CatalogUnreadable {
        Type type = types.get(key);
        if (type == null) {
            throw new CatalogUnreadable(
                    "type " + key.id() + " came while the schema was being read");
        }
        return type;
    }

    /// Reads those of them that are not known.
    void learn(Collection<Key> keys) throws CatalogUnreadable {
        read(keys.stream().filter(key -> !types.containsKey(key)).distinct().toList());
    }

    /// Reads those of the known ones again; answers those that are no longer what they were.
    Set<Key> refresh(Predicate<Type> which) throws CatalogUnreadable {
        var before = new HashMap<Key, Type>();
        types.forEach((key, type) -> {
            if (which.test(type)) {
                before.put(key, type);
            }
        });
        before.keySet().forEach(types::remove);
        read(List.copyOf(before.keySet()));
        var changed = new HashSet<Key>();
        before.forEach((key, type) -> {
            if (!type.equals(types.get(key))) {
                changed.add(key);
            }
        });
        return changed;
    }

    private void read(List<Key> keys) throws CatalogUnreadable {
        for (int from = 0; from < keys.size(); from += CHUNK) {
            List<Key> chunk = keys.subList(from, Math.min(keys.size(), from + CHUNK));
            add(queries.rows("types",
                    CatalogQueries.numbers(chunk.stream().map(Key::id).toList()),
                    CatalogQueries.numbers(chunk.stream().map(Key::modifier).toList())));
        }
    }

    private void add(Rows rows) {
        var shared = new Shared();
        for (int row = 0; row < rows.size(); row++) {
            String text = rows.text(row, 2);
            String base = rows.text(row, 3);
            long lengthMax = rows.number(row, 8, -1);
            types.put(new Key(rows.number(row, 0, 0), (int) rows.number(row, 1, PLAIN)),
                    new Type(text, base == null ? text : base, shared.one(rows.text(row, 4)),
                            rows.text(row, 5), rows.text(row, 6).equals("t"), rows.text(row, 7),
                            lengthMax < 0 ? null : (int) lengthMax, rows.number(row, 9, 0),
                            CellText.strings(rows.text(row, 10)), rows.number(row, 11, 0),
                            checks(rows.text(row, 12))));
        }
    }

    private static List<Check> checks(String json) {
        return CellText.members(json).entrySet().stream()
                .map(one -> new Check(one.getKey(), one.getValue())).toList();
    }

    /// What is known of domains and enumerations, by their names as `format_type` writes them.
    Map<String, TypeFacts> facts() {
        var facts = new HashMap<String, TypeFacts>();
        types.values().forEach(type -> {
            TypeFacts known = type.facts();
            if (known != null) {
                facts.put(type.text(), known);
            }
        });
        return Map.copyOf(facts);
    }
}
