package dev.loam.kernel.watch;

import dev.loam.base.name.TableName;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.database.Footprint.Pin;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells committed writes on chosen tables: who made them, of which rows, in which request.
///
/// Told is what a statement names itself. What triggers and functions write in turn is not seen
/// here; whoever has to know that keeps its own table in the database.
public final class Audit {
    /// In place of a table: all of the schema.
    private static final String ALL = "*";
    private static final int WRITES_MAX = 1_000;

    private final Set<TableName> tables;
    private final Journal journal;

    /// Is told of each write on the request's thread, after its commit: it must be quick and must
    /// not throw.
    @FunctionalInterface
    public interface Journal {
        void wrote(Write write, Trail trail);
    }

    /// A committed write. `keys` are conditions that name the rows, as `id=1`; none where the
    /// statement did not name them by a key. `trail` of the journal is null where no request was
    /// the cause.
    public record Write(TableName table, String role, List<String> keys) {
    }

    /// @param tables whose writes are told; `*` in place of a name is all of its schema
    public Audit(Set<TableName> tables, Journal journal) {
        this.tables = Set.copyOf(tables);
        this.journal = journal;
    }

    Writes writes() {
        return new Writes();
    }

    private boolean tells(TableName table) {
        return tables.contains(table) || tables.contains(new TableName(table.schema(), ALL));
    }

    /// The writes of one transaction, told once it is committed.
    final class Writes {
        private final List<Write> found = new ArrayList<>();

        void add(Sql sql, Session session) {
            for (TableName table : sql.footprint().writes()) {
                if (tells(table) && found.size() < WRITES_MAX) {
                    found.add(new Write(table, session.role(), keys(sql, table)));
                }
            }
        }

        /// Whether it was kept is not known where the connection broke: such a write is not told.
        void committed(Outcome outcome) {
            if (outcome instanceof Rows) {
                Trail trail = Trail.current();
                found.forEach(write -> journal.wrote(write, trail));
            }
        }
    }

    private static List<String> keys(Sql sql, TableName table) {
        return sql.footprint().pins().stream().filter(pin -> pin.table().equals(table))
                .map(Audit::written).toList();
    }

    private static String written(Pin pin) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < pin.columns().size(); i++) {
            parts.add(pin.columns().get(i) + '=' + pin.values().get(i));
        }
        return parts.stream().collect(Collectors.joining(","));
    }
}
