package dev.loam.ports.database;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Rows in PostgreSQL's text format, as bytes that were not decoded. `affected` is the number in
/// the command tag, -1 where it has none. `served` tells where they come from, null where nobody
/// asked.
public record Rows(List<String> columns, List<byte[][]> values, long affected, Served served)
        implements Outcome {
    public static final Rows NONE = new Rows(List.of(), List.of(), -1);

    public Rows(List<String> columns, List<byte[][]> values, long affected) {
        this(columns, values, affected, null);
    }

    public Rows withServed(Served newServed) {
        return new Rows(columns, values, affected, newServed);
    }

    public int size() {
        return values.size();
    }

    /// The bytes of a cell (not a copy), null for SQL NULL.
    public byte[] bytes(int row, int column) {
        return values.get(row)[column];
    }

    /// The text of a cell, null for SQL NULL.
    public String text(int row, int column) {
        byte[] cell = bytes(row, column);
        return cell == null ? null : new String(cell, StandardCharsets.UTF_8);
    }

    /// The whole number in a cell; `absent` for SQL NULL.
    public long number(int row, int column, long absent) {
        String cell = text(row, column);
        return cell == null ? absent : Long.parseLong(cell);
    }
}
