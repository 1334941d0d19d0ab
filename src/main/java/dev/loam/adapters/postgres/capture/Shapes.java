package dev.loam.adapters.postgres.capture;

import dev.loam.base.name.TableName;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.ChangedTable.ChangedColumn;
import dev.loam.ports.changes.ChangedTable.Identity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What tables were like, by the number that rows of the table of changes name; the latest used
/// are kept. Not thread-safe.
final class Shapes {
    private static final int MAX = 10_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Long, ChangedTable> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ChangedTable> eldest) {
            return size() > MAX;
        }
    };

    ChangedTable table(long id, Connection connection) throws SQLException {
        ChangedTable table = known.get(id);
        if (table == null) {
            table = read(id, connection);
            known.put(id, table);
        }
        return table;
    }

    private static ChangedTable read(long id, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select relid::bigint, shape::text from loam.change_shapes where id = ?")) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("no shape " + id + " in loam.change_shapes");
                }
                return table(row.getLong(1), JSON.readTree(row.getString(2)));
            }
        }
    }

    private static ChangedTable table(long oid, JsonNode shape) {
        var columns = new ArrayList<ChangedColumn>();
        for (JsonNode column : shape.get("columns")) {
            columns.add(new ChangedColumn(column.get("name").asString(),
                    column.get("type").asLong(), column.get("type_name").asString(),
                    column.get("modifier").asInt(), column.get("identifies").asBoolean()));
        }
        Identity identity = switch (shape.get("identity").asString()) {
            case "f" -> Identity.FULL;
            case "i" -> Identity.INDEX;
            case "n" -> Identity.NOTHING;
            default -> Identity.DEFAULT;
        };
        return new ChangedTable(oid, new TableName(shape.get("schema").asString(),
                shape.get("table").asString()), identity, columns);
    }
}
