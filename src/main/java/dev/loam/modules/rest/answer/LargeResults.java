package dev.loam.modules.rest.answer;

import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.Totals;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Result;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Answers of more rows than are made whole: they are counted and then sent as they are read.
///
/// A read is first run with a cut one row above the bound. Only when that row is there is the
/// statement given up for the streaming one, so small answers cost nothing and large ones a bounded
/// amount of memory. Count and rows come from two snapshots: a row that is written between them
/// makes `Content-Range` wrong by one, as it would between two pages.
public final class LargeResults {
    private static final int BATCH_ROWS = 500;
    /// The first statement only found out that there is too much.
    private static final Served BATCHES = new Served(
            Served.How.PASS, "the answer comes in batches", Duration.ZERO, null, null);

    private final Database database;
    private final long wholeRowsMax;

    /// `wholeRowsMax` is the largest number of rows that an answer has at hand, at least one.
    public LargeResults(Database database, long wholeRowsMax) {
        this.database = database;
        this.wholeRowsMax = wholeRowsMax;
    }

    /// What to run in place of a plan that may exceed the bound, cut one row above it; null where
    /// it cannot. It can as the read of a relation, as a JSON array, lines of JSON or CSV, with
    /// nothing that keeps it below. `rowsMax` is null where rows have no bound of their own.
    public Plan.Read cut(Answering answering, Long rowsMax) {
        if (!(answering.plan() instanceof Plan.Read plan)) {
            return null;
        }
        Ask ask = answering.ask();
        Long limit = ask.slice().limit();
        boolean possible = ask.paging() == null
                && ask.asked() instanceof Asked.Read read && !read.bodiless()
                && rowByRow(answering.accepted().format())
                && (limit == null || limit > wholeRowsMax)
                && (rowsMax == null || rowsMax > wholeRowsMax);
        return possible ? plan.cutAfter(wholeRowsMax + 1) : null;
    }

    private static boolean rowByRow(Format format) {
        return switch (format) {
            case Format.Json json -> !json.object();
            case Format.Lines _, Format.Csv _ -> true;
            case Format.GeoJson _, Format.Scalar _, Format.Custom _, Format.Nothing _ -> false;
        };
    }

    /// A page along a key, which is never larger than what is made whole: the next one goes on.
    /// Any other plan as it is.
    Plan paged(Plan plan) {
        if (!(plan instanceof Plan.Read read) || read.keyset() == null) {
            return plan;
        }
        Long limit = read.root().slice().limit();
        return limit != null && limit <= wholeRowsMax ? read : read.cutAfter(wholeRowsMax);
    }

    /// Whether a cut read shows that there is more.
    public boolean exceeds(Rows rows) {
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
        Format format = answering.accepted().format();
        Sql rows = SqlWriter.rows(plan, format);
        Frame frame = Frame.of(format, plan);
        Served served = cut.served() == null ? null : BATCHES;
        return responder.stream(answering, cut.withServed(served), out ->
                write(rows, session, run, new Framed(frame, out)), count);
    }

    private void write(Sql sql, Session session, Run run, Framed framed) throws IOException {
        framed.begin();
        Outcome end = database.stream(sql, session, run, BATCH_ROWS, framed);
        if (!(end instanceof Rows)) {
            // The head has gone out: all that is left is to cut the answer short, visibly.
            throw new IOException("the database gave up in the middle of an answer: " + end);
        }
        framed.end();
    }

    /// What stands before, between and behind the rows.
    private record Frame(byte[] before, byte[] between, byte[] behind) {
        static Frame of(Format format, Plan.Read plan) {
            return switch (format) {
                case Format.Json _ -> of("[", ",", "]");
                case Format.Csv _ -> of(CsvHeader.of(plan.names()) + "\n", "\n", "");
                // Each line brings its own end.
                case Format.Lines _ -> of("", "", "");
                case Format.GeoJson _, Format.Scalar _, Format.Custom _, Format.Nothing _ ->
                        throw new IllegalStateException("no rows one by one as " + format);
            };
        }

        private static Frame of(String before, String between, String behind) {
            return new Frame(before.getBytes(StandardCharsets.UTF_8),
                    between.getBytes(StandardCharsets.UTF_8),
                    behind.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Framed implements Database.Sink {
        private final Frame frame;
        private final OutputStream out;
        private boolean begun;

        Framed(Frame frame, OutputStream out) {
            this.frame = frame;
            this.out = out;
        }

        void begin() throws IOException {
            out.write(frame.before());
        }

        @Override
        public void rows(Rows batch) throws IOException {
            for (int i = 0; i < batch.size(); i++) {
                if (begun) {
                    out.write(frame.between());
                }
                begun = true;
                out.write(batch.bytes(i, 0));
            }
        }

        void end() throws IOException {
            out.write(frame.behind());
        }
    }
}
