package dev.loam.modules.realtime.stored;

import dev.loam.modules.realtime.channel.Broadcasts.Broadcast;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangedTable;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A row of `realtime.messages` as the feed tells it, read as a broadcast.
record StoredRow(String topic, boolean isPrivate, Broadcast broadcast) {
    private static final String SCHEMA = "realtime";
    private static final String TABLE = "messages";

    /// Null for anything but a new row that is a broadcast. Partitions go by names of their own.
    static StoredRow of(Change change) {
        if (!(change instanceof Change.OfRow(Change.Kind kind, ChangedTable table, CellRow _,
                boolean _, CellRow row)) || kind != Change.Kind.INSERT || !isMessages(table)) {
            return null;
        }
        var cells = new Cells(table, row);
        String topic = cells.text("topic");
        String event = cells.text("event");
        if (topic == null || event == null || !"broadcast".equals(cells.text("extension"))) {
            return null;
        }
        return new StoredRow(topic, "t".equals(cells.text("private")),
                broadcast(event, cells.text("id"), cells));
    }

    private static Broadcast broadcast(String event, String id, Cells cells) {
        String binary = cells.text("binary_payload");
        if (binary != null) {
            return new Broadcast(event, bytes(binary), true, id);
        }
        byte[] payload = cells.bytes("payload");
        return new Broadcast(event, Identified.payload(payload, id), false, id);
    }

    static boolean isMessages(ChangedTable table) {
        String name = table.name().name();
        return table.name().schema().equals(SCHEMA)
                && (name.equals(TABLE) || name.startsWith(TABLE + "_"));
    }

    /// PostgreSQL's `hex` form of a `bytea`, the only one that the log has.
    static byte[] bytes(String text) {
        return text.startsWith("\\x") ? HexFormat.of().parseHex(text, 2, text.length())
                : text.getBytes(StandardCharsets.UTF_8);
    }

    /// The values of a row by their columns' names.
    private record Cells(ChangedTable table, CellRow row) {
        byte[] bytes(String column) {
            int place = table.indexOf(column);
            return place < 0 ? null : row.cells()[place];
        }

        String text(String column) {
            byte[] cell = bytes(column);
            return cell == null ? null : new String(cell, StandardCharsets.UTF_8);
        }
    }
}
