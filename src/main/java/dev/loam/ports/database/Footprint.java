package dev.loam.ports.database;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import java.util.List;
import java.util.Set;

/// What a statement touches, by the names it uses itself: what views, policies, triggers and
/// functions touch in turn is not among it.
///
/// `reads` and `writes` are relations, `calls` functions of the database's own (not those of
/// `pg_catalog` that every statement uses). `whole` is true for a statement that only reads and
/// names everything here; else more may be touched than is told. `pins` tell, for relations of
/// `reads`, that only rows with these keys matter, and for those of `writes`, that only such rows
/// are written and keep their keys; a relation with no pin matters as a whole.
public record Footprint(
        boolean whole, Set<TableName> reads, Set<TableName> writes, Set<FunctionName> calls,
        List<Pin> pins) {
    public static final Footprint UNKNOWN =
            new Footprint(false, Set.of(), Set.of(), Set.of(), List.of());

    /// A row of a relation by the values of columns that are a key of it, in PostgreSQL's text form
    /// of the columns' types, exactly as the server would write them.
    public record Pin(TableName table, List<String> columns, List<String> values) {
        public Pin {
            columns = List.copyOf(columns);
            values = List.copyOf(values);
        }
    }
}
