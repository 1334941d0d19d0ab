package dev.loam.modules.realtime.rows;

import dev.loam.kernel.changes.RowJson;
import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import java.nio.charset.StandardCharsets;

/// A row of a change, old or new, by the columns of its table as they are known now.
///
/// A cell may not be known: one of a column that came later or is generated and not published, a
/// large one that an update left alone, and most of an old row where the log has its key alone.
final class RowView {
    private final PublishedTable table;
    private final Change.OfRow change;
    private final CellRow row;
    private final boolean keyOnly;
    /// Has the large values that an update left alone; null where nothing has.
    private final CellRow fallback;

    private RowView(PublishedTable table, Change.OfRow change, CellRow row, boolean keyOnly,
            CellRow fallback) {
        this.table = table;
        this.change = change;
        this.row = row;
        this.keyOnly = keyOnly;
        this.fallback = fallback;
    }

    static RowView after(PublishedTable table, Change.OfRow change) {
        return new RowView(table, change, change.after(), false,
                change.keyOnly() ? null : change.before());
    }

    static RowView before(PublishedTable table, Change.OfRow change) {
        return new RowView(table, change, change.before(), change.keyOnly(), null);
    }

    PublishedTable table() {
        return table;
    }

    boolean knows(TableColumn column) {
        int place = place(column);
        return place >= 0 && (!row.unchanged(place)
                || fallback != null && !fallback.unchanged(place));
    }

    /// The cell of a column that is known; null for SQL NULL.
    byte[] cell(TableColumn column) {
        int place = place(column);
        return holder(place).cells()[place];
    }

    /// Writes the value of a column that is known. The writer is that of the change's table.
    void write(RowJson writer, TableColumn column, PayloadText json) {
        int place = place(column);
        writer.value(place, holder(place), json);
    }

    private CellRow holder(int place) {
        return row.unchanged(place) ? fallback : row;
    }

    /// The same as text; null too where it is not known.
    String text(TableColumn column) {
        var cell = knows(column) ? cell(column) : null;
        return cell == null ? null : new String(cell, StandardCharsets.UTF_8);
    }

    /// The row as PostgreSQL reads it, with NULL for what is not known.
    String literal() {
        return RowLiteral.of(table, this::text);
    }

    private int place(TableColumn column) {
        int place = change.table().indexOf(column.name());
        return place >= 0 && keyOnly && !change.table().columns().get(place).identifies()
                ? -1 : place;
    }
}
