package dev.loam.adapters.postgres.replication;

import dev.loam.base.name.TableName;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.ChangedTable.ChangedColumn;
import java.util.HashMap;
import java.util.Map;

/// The tables as the log last described them.
///
/// A transaction that is streamed before it ends has its own picture, since it may have altered
/// tables that others still see as they were. When it commits, its picture is everybody's: the
/// server does not describe those tables again.
final class Tables {
    private final Types types;
    private final Map<Integer, PgOutput.Type> sentTypes = new HashMap<>();
    private final Map<Integer, ChangedTable> tables = new HashMap<>();

    Tables(Types types) {
        this.types = types;
    }

    void type(PgOutput.Type type) {
        sentTypes.put(type.oid(), type);
    }

    void describe(PgOutput.Relation relation) {
        describe(relation, tables);
    }

    /// In the picture of one transaction, which lies over that of all.
    void describe(PgOutput.Relation relation, Map<Integer, ChangedTable> picture) {
        ChangedTable table = table(relation);
        ChangedTable known = picture.getOrDefault(relation.oid(), tables.get(relation.oid()));
        // The server repeats itself; who compares by identity must not be misled by that.
        picture.put(relation.oid(), table.equals(known) ? known : table);
    }

    void adopt(Map<Integer, ChangedTable> picture) {
        tables.putAll(picture);
    }

    ChangedTable of(int oid, Map<Integer, ChangedTable> picture) {
        ChangedTable own = picture.get(oid);
        return own != null ? own : of(oid);
    }

    ChangedTable of(int oid) {
        ChangedTable table = tables.get(oid);
        if (table == null) {
            throw new NotUnderstood("a row of a table that was not described: "
                    + Integer.toUnsignedString(oid));
        }
        return table;
    }

    private ChangedTable table(PgOutput.Relation relation) {
        return new ChangedTable(Integer.toUnsignedLong(relation.oid()),
                new TableName(relation.schema(), relation.name()), relation.identity(),
                relation.columns().stream().map(this::column).toList());
    }

    private ChangedColumn column(PgOutput.Column column) {
        String name = types.name(column.type(), sentTypes.get(column.type()));
        return new ChangedColumn(column.name(), Integer.toUnsignedLong(column.type()), name,
                column.modifier(), column.identifies());
    }
}
