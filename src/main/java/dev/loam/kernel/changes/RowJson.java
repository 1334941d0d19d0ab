package dev.loam.kernel.changes;

import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.ChangedTable.ChangedColumn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/// Writes rows of one table as JSON objects, as PostgreSQL's `row_to_json` does: numbers, booleans
/// and JSON as what they are, times in the form of ISO 8601, arrays as arrays, everything else as
/// strings of its text.
///
/// Other than there, composite values are strings, in arrays too; so is what an extension's type
/// casts to JSON itself. The text must have been written with the settings of a replication
/// connection: `DateStyle` ISO, `bytea_output` hex.
///
/// Made once for a table; quick, and thread-safe.
public final class RowJson {
    private final byte[][] names;
    private final JsonKind[] kinds;
    private final ChangedTable table;

    private RowJson(ChangedTable table, LongUnaryOperator bases) {
        this.table = table;
        this.names = new byte[table.columns().size()][];
        this.kinds = new JsonKind[names.length];
        for (int i = 0; i < names.length; i++) {
            ChangedColumn column = table.columns().get(i);
            var name = new ByteArrayOutputStream();
            JsonText.string(column.name().getBytes(StandardCharsets.UTF_8), name);
            name.write(':');
            names[i] = name.toByteArray();
            kinds[i] = JsonKind.of(bases.applyAsLong(column.type()), column.typeName());
        }
    }

    /// Domains, of which only the database knows what they are made of, become strings.
    public static RowJson of(ChangedTable table) {
        return of(table, type -> type);
    }

    /// `bases` gives the object id of the type that a domain is made of, and that of any other
    /// type as it is.
    public static RowJson of(ChangedTable table, LongUnaryOperator bases) {
        return new RowJson(table, bases);
    }

    /// Appends the row; columns that an update left alone and the log does not repeat are left out.
    public void write(CellRow row, ByteArrayOutputStream out) {
        int before = '{';
        for (int i = 0; i < names.length; i++) {
            if (!row.unchanged(i)) {
                out.write(before);
                out.writeBytes(names[i]);
                value(i, row, out);
                before = ',';
            }
        }
        if (before == '{') {
            out.write('{');
        }
        out.write('}');
    }

    /// Appends those cells alone that are part of the replica identity: all there is of an old row
    /// where only its key is known.
    public void writeKey(CellRow row, ByteArrayOutputStream out) {
        int before = '{';
        for (int i = 0; i < names.length; i++) {
            if (table.columns().get(i).identifies()) {
                out.write(before);
                out.writeBytes(names[i]);
                value(i, row, out);
                before = ',';
            }
        }
        if (before == '{') {
            out.write('{');
        }
        out.write('}');
    }

    /// Appends the value of one column, which must not be unchanged.
    public void value(int column, CellRow row, ByteArrayOutputStream out) {
        byte[] cell = row.cells()[column];
        if (cell == null) {
            JsonText.nothing(out);
        } else {
            kinds[column].write(cell, out);
        }
    }

    /// The names of the columns that [#write] leaves out.
    public List<String> unchanged(CellRow row) {
        var left = new ArrayList<String>();
        for (int i = 0; i < names.length; i++) {
            if (row.unchanged(i)) {
                left.add(table.columns().get(i).name());
            }
        }
        return left;
    }
}
