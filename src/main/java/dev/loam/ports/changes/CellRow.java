package dev.loam.ports.changes;

import java.nio.charset.StandardCharsets;

/// The values of one row, in the order of the table's columns, in PostgreSQL's text format as UTF-8
/// bytes that were not decoded. A null is SQL NULL; [#UNCHANGED] stands for a large value that the
/// update left alone and that the log therefore does not repeat.
public record CellRow(byte[][] cells) {
    public static final byte[] UNCHANGED = new byte[0];

    public boolean unchanged(int column) {
        return cells[column] == UNCHANGED;
    }

    /// The text of a cell; null for SQL NULL. Not for one that is unchanged.
    public String text(int column) {
        byte[] cell = cells[column];
        return cell == null ? null : new String(cell, StandardCharsets.UTF_8);
    }

    /// About so many bytes of memory.
    public int weight() {
        int weight = 32 + 8 * cells.length;
        for (byte[] cell : cells) {
            weight += cell == null ? 0 : 16 + cell.length;
        }
        return weight;
    }
}
