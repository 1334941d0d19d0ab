package dev.loam.modules.realtime.stored;

import dev.loam.base.name.TableName;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.ChangedTable.ChangedColumn;
import dev.loam.ports.changes.ChangedTable.Identity;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Rows of `realtime.messages` as a feed tells them.
final class MessageRows {
    static final String ID = "00000000-0000-4000-8000-000000000001";

    private MessageRows() {
    }

    /// A message as a row, which tests change before it is told.
    record Message(TableName table, Map<String, String> cells) {
        Message(String topic, String event) {
            this(new TableName("realtime", "messages_2026_01_02"), new LinkedHashMap<>());
            cells.put("topic", topic);
            cells.put("extension", "broadcast");
            cells.put("payload", "{}");
            cells.put("event", event);
            cells.put("private", "t");
            cells.put("id", ID);
            cells.put("binary_payload", null);
        }

        Message in(String schema, String name) {
            return new Message(new TableName(schema, name), cells);
        }

        Message with(String column, String value) {
            var others = new LinkedHashMap<>(cells);
            others.put(column, value);
            return new Message(table, others);
        }

        Message without(String column) {
            var others = new LinkedHashMap<>(cells);
            others.remove(column);
            return new Message(table, others);
        }

        Change inserted() {
            return new Change.OfRow(Change.Kind.INSERT, changed(), null, false, row());
        }

        Change removed() {
            return new Change.OfRow(Change.Kind.DELETE, changed(), row(), true, null);
        }

        private ChangedTable changed() {
            return new ChangedTable(1, table, Identity.DEFAULT, cells.keySet().stream()
                    .map(name -> new ChangedColumn(name, 25, "text", -1, name.equals("id")))
                    .toList());
        }

        private CellRow row() {
            return new CellRow(cells.values().stream()
                    .map(value -> value == null ? null : value.getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new));
        }
    }
}
