package dev.loam.kernel.lineage;

import dev.loam.base.position.Snapshot;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// Reads the lineage of a database, PostgreSQL 14 to 18, all in one snapshot.
///
/// It remembers since when changes of a table are told, so one reader is to be kept for one
/// database. One thread at a time may read.
public final class LineageReader implements LiveLineage.Source {
    private static final Session PLAIN =
            new Session(null, List.of(), Session.Access.READ_ONLY, null, List.of());
    private static final Sql SNAPSHOT = Sql.of("select pg_current_snapshot()::text");

    private final Database database;
    private final Captured captured;
    private final Supplier<Run> runs;
    private Told told = Told.NOTHING;

    /// `runs` says how long a reading that begins now may take.
    public LineageReader(Database database, Captured captured, Supplier<Run> runs) {
        this.database = database;
        this.captured = captured;
        this.runs = runs;
    }

    /// Blocks until all is read.
    @Override
    public Lineage read() throws LineageUnreadable {
        var read = new Lineage[1];
        Outcome outcome;
        try {
            outcome = database.transact(LineageQueries.SESSION, runs.get(), transaction -> {
                read[0] = read(new LineageQueries(transaction));
                return Verdict.End.COMMIT;
            });
        } catch (LineageUnreadable e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (!(outcome instanceof Rows)) {
            throw new LineageUnreadable("commit", outcome);
        }
        return read[0];
    }

    private Lineage read(LineageQueries queries) throws LineageUnreadable {
        Rows taken = queries.rows("taken");
        Snapshot now = Snapshot.parse(taken.text(0, 0));
        Told next = told.next(now, taken.number(0, 2, 0),
                queries.rows(captured.query(), captured.binds()));
        var lineage = new ReadLineage(new Assembly(queries)
                .inventory(next, taken.text(0, 1).equals("t")));
        told = next;
        return lineage;
    }

    /// Whether some tables will count as told only in a later reading.
    @Override
    public boolean waits() {
        return told.waitsFor() > 0;
    }

    /// Whether that later reading can be now.
    @Override
    public boolean due() throws LineageUnreadable {
        Outcome outcome = database.run(SNAPSHOT, PLAIN, runs.get());
        if (outcome instanceof Rows rows) {
            return Snapshot.parse(rows.text(0, 0)).xmin() >= told.waitsFor();
        }
        throw new LineageUnreadable("snapshot", outcome);
    }

    /// Nothing is known of the past any more: the database may be another one by now.
    public void forget() {
        told = Told.NOTHING;
    }
}
