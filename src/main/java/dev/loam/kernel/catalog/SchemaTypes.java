package dev.loam.kernel.catalog;

import dev.loam.ports.database.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The types that columns and functions of the exposed schemas have, by their object id and
/// modifier.
final class SchemaTypes {
    /// Stands for a type without a modifier.
    static final int PLAIN = -1;

    private final Map<Key, Type> types = new HashMap<>();

    SchemaTypes(Rows rows) {
        for (int row = 0; row < rows.size(); row++) {
            String text = rows.text(row, 2);
            String base = rows.text(row, 3);
            long lengthMax = rows.number(row, 8, -1);
            types.put(new Key(rows.number(row, 0, 0), (int) rows.number(row, 1, PLAIN)),
                    new Type(text, base == null ? text : base, rows.text(row, 4),
                            rows.text(row, 5), rows.text(row, 6).equals("t"), rows.text(row, 7),
                            lengthMax < 0 ? null : (int) lengthMax, rows.number(row, 9, 0),
                            CellText.strings(rows.text(row, 10))));
        }
    }

    private record Key(long id, int modifier) {
    }

    /// As in [Column]; `notNull` and `defaultSql` come from domains. `relation` is the object id of
    /// the composite or relation whose row type it is, perhaps under a domain, else 0.
    record Type(
            String text, String baseText, String schema, String name, boolean notNull,
            String defaultSql, Integer lengthMax, long relation, List<String> labels) {
        Column column(String columnName) {
            return new Column(columnName, null, true, text, baseText, schema, name, lengthMax,
                    null, false, false, labels);
        }
    }

    Type type(long id, int modifier) throws CatalogUnreadable {
        Type type = types.get(new Key(id, modifier));
        if (type == null) {
            throw new CatalogUnreadable("type " + id + " came while the schema was being read");
        }
        return type;
    }
}
