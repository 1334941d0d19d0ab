package dev.loam.modules.rest.answer;

import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.Totals;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Result;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.modules.rest.ask.Accepted;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;

/// Answers of more rows than are made whole: they are counted and then sent as they are read.
///
/// A read is first run with a cut one row above the bound. Only when that row is there is the
/// statement given up for the streaming one, so small answers cost nothing and large ones a bounded
/// amount of memory. Count and rows come from two snapshots: a row that is written between them
/// makes `Content-Range` wrong by one, as it would between two pages.
public final class LargeResults {
    private static final int BATCH_ROWS = 500;

    private final Database database;
    private final long wholeRowsMax;

    /// `wholeRowsMax` is the largest number of rows that an answer has at hand, at least one.
    public LargeResults(Database database, long wholeRowsMax) {
        this.database = database;
        this.wholeRowsMax = wholeRowsMax;
    }

    /// Whether a read may exceed the bound: one of a relation, as a JSON array, with nothing that
    /// keeps it below. `rowsMax` is null where rows have no bound of their own.
    public boolean possible(Ask ask, Accepted accepted, Long rowsMax) {
        Long limit = ask.slice().limit();
        return ask.asked() instanceof Asked.Read read && !read.bodiless()
                && accepted.explain() == null && accepted.format().equals(Format.Json.ARRAY)
                && (limit == null || limit > wholeRowsMax)
                && (rowsMax == null || rowsMax > wholeRowsMax);
    }

    /// The same read, cut one row above the bound.
    public Plan.Read cut(Plan.Read read) {
        return read.cutAfter(wholeRowsMax + 1);
    }

    boolean exceeds(Rows rows) {
        return rows.number(0, Result.PAGE, 0) > wholeRowsMax;
    }

    HttpResponse stream(
            Responder responder, Answering answering, Rows cut, Session session, Run run,
            boolean anonymous) {
        var plan = (Plan.Read) answering.plan();
        Rows counted = Runner.rows(
                database.run(SqlWriter.count(plan), session, run), anonymous);
        boolean totals = answering.ask().preferences().count() != Totals.NONE;
        var count = new Responder.Count(counted.number(0, 0, 0),
                totals ? counted.number(0, 1, ContentRange.UNKNOWN) : ContentRange.UNKNOWN);
        Sql rows = SqlWriter.rows(plan);
        return responder.stream(
                answering, cut, out -> write(rows, session, run, out), count);
    }

    private void write(Sql sql, Session session, Run run, OutputStream out) throws IOException {
        var array = new JsonArray(out);
        Outcome end = database.stream(sql, session, run, BATCH_ROWS, array);
        if (!(end instanceof Rows)) {
            // The head has gone out: all that is left is to cut the answer short, visibly.
            throw new IOException("the database gave up in the middle of an answer: " + end);
        }
        array.end();
    }

    private static final class JsonArray implements Database.Sink {
        private final OutputStream out;
        private boolean begun;

        JsonArray(OutputStream out) {
            this.out = out;
        }

        @Override
        public void rows(Rows batch) throws IOException {
            for (int i = 0; i < batch.size(); i++) {
                out.write(begun ? ',' : '[');
                begun = true;
                out.write(batch.bytes(i, 0));
            }
        }

        void end() throws IOException {
            if (!begun) {
                out.write('[');
            }
            out.write(']');
        }
    }
}
