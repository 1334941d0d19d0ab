package dev.loam.kernel.query;

import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.query.Plan.Node;
import dev.loam.ports.database.Sql;

/// Renders a plan as one statement whose single row is laid out as [Result] says.
///
/// Pure: same plan, same text. Fails: never; an illegal plan is a defect.
public final class SqlWriter {
    /// The part of the statement that holds the shaped rows, where they are needed twice.
    static final String SHAPED = "pgrst_shaped";
    private static final String SETTINGS =
            ", nullif(current_setting('response.headers', true), '')"
                    + ", nullif(current_setting('response.status', true), '')";

    private SqlWriter() {
    }

    public static Sql write(Plan plan, Format format) {
        var out = new SqlText();
        write(out, plan, format);
        return switch (plan) {
            case Plan.Read read -> out.done(read.touched());
            case Plan.Write write -> out.doneWriting(Pins.of(write));
            case Plan.Call call -> out.done(call.touched());
        };
    }

    /// `EXPLAIN` of the statement that [#write] makes, whose rows are the plan's lines, or one JSON
    /// text.
    public static Sql explain(Plan plan, Format format, Explain explain) {
        var out = new SqlText();
        out.sql("EXPLAIN (FORMAT ").sql(explain.json() ? "JSON" : "TEXT");
        explain.options().forEach(option -> out.sql(", ").sql(option.name()));
        out.sql(") ");
        write(out, plan, format);
        return out.done();
    }

    private static void write(SqlText out, Plan plan, Format format) {
        switch (plan) {
            case Plan.Read read -> read(out, read, format);
            case Plan.Write write -> write(out, write, format);
            case Plan.Call call -> call(out, call, format);
        }
    }

    /// The plan's rows one by one, each as one text of the format (JSON, its lines, or CSV), for
    /// answers too large to be made whole.
    public static Sql rows(Plan.Read plan, Format format) {
        var out = new SqlText();
        out.sql("SELECT ");
        BodyWriter.line(out, format);
        out.sql(" FROM (");
        NodeWriter.select(out, plan.root());
        out.sql(") AS ").name(BodyWriter.ROWS);
        return out.done(plan.touched());
    }

    /// One row: the number of rows that `rows` yields, and the number before the cut.
    public static Sql count(Plan.Read plan) {
        var out = new SqlText();
        Asked.Slice slice = plan.root().slice();
        out.sql("SELECT greatest(0, least(total - ").number(slice.offset()).sql(", ")
                .number(slice.limit() == null ? Long.MAX_VALUE : slice.limit())
                .sql(")), total FROM (SELECT pg_catalog.count(*) AS total FROM (");
        NodeWriter.countable(out, plan.root());
        out.sql(") AS counted) AS totals");
        return out.done(plan.touched());
    }

    /// `EXPLAIN` of the rows before the cut, as JSON, for the planner's estimate of their number.
    public static Sql estimate(Plan.Read plan) {
        var out = new SqlText();
        out.sql("EXPLAIN (FORMAT JSON) ");
        NodeWriter.countable(out, plan.root());
        return out.done();
    }

    private static void read(SqlText out, Plan.Read plan, Format format) {
        if (plan.keyset() != null) {
            page(out, plan, format);
            return;
        }
        Node root = plan.root();
        boolean shared = format instanceof Format.Csv;
        if (shared) {
            out.sql("WITH ").name(SHAPED).sql(" AS (");
            NodeWriter.select(out, root);
            out.sql(") ");
        }
        out.sql("SELECT ");
        total(out, root, plan.totals(), plan.totalMax());
        page(out, format);
        BodyWriter.body(out, format, root, false, false);
        out.sql(SETTINGS).sql(", NULL, NULL FROM (");
        if (shared) {
            out.sql("SELECT * FROM ").name(SHAPED);
        } else {
            NodeWriter.select(out, root);
        }
        out.sql(") AS ").name(BodyWriter.ROWS);
    }

    /// A page is made apart from its body, since one row more is read than is shown, and columns
    /// that nobody asked for.
    private static void page(SqlText out, Plan.Read plan, Format format) {
        out.sql("WITH ");
        KeysetWriter.page(out, plan);
        boolean shared = format instanceof Format.Csv;
        if (shared) {
            out.sql(", ").name(SHAPED).sql(" AS (");
            KeysetWriter.shown(out, plan);
            out.sql(")");
        }
        out.sql(" SELECT ");
        total(out, plan.root(), plan.totals(), plan.totalMax());
        page(out, format);
        BodyWriter.body(out, format, plan.root(), false, false);
        out.sql(SETTINGS).sql(", NULL, NULL, ");
        KeysetWriter.last(out, plan);
        out.sql(" FROM (");
        if (shared) {
            out.sql("SELECT * FROM ").name(SHAPED);
        } else {
            KeysetWriter.shown(out, plan);
        }
        out.sql(") AS ").name(BodyWriter.ROWS);
    }

    /// Where a body is made of the rows, they are counted without being looked at. Without a body
    /// it is the counting that has them made: PostgreSQL leaves out what nobody looks at, and with
    /// it the errors that a HEAD shares with its GET.
    private static void page(SqlText out, Format format) {
        out.sql(", ");
        counted(out, format);
        out.sql(", ");
    }

    private static void counted(SqlText out, Format format) {
        if (format instanceof Format.Nothing) {
            out.sql("pg_catalog.count(").row(BodyWriter.ROWS).sql(")");
        } else {
            out.sql("pg_catalog.count(*)");
        }
    }

    private static void total(SqlText out, Node root, Asked.Totals totals, Long totalMax) {
        switch (totals) {
            case NONE, PLANNED -> out.sql("NULL::bigint");
            case EXACT, ESTIMATED -> {
                boolean whole = root.slice().limit() == null && root.slice().offset() == 0;
                if (whole) {
                    out.sql("pg_catalog.count(*)");
                    return;
                }
                out.sql("(SELECT pg_catalog.count(*) FROM (");
                NodeWriter.countable(out, root);
                if (totals == Asked.Totals.ESTIMATED && totalMax != null) {
                    out.sql(" LIMIT ").number(totalMax + 1);
                }
                out.sql(") AS counted)");
            }
        }
    }

    private static void write(SqlText out, Plan.Write plan, Format format) {
        out.sql("WITH ").name(WritePlanner.WRITTEN).sql(" AS (");
        WriteWriter.write(out, plan);
        out.sql(")");
        boolean rows = plan.result() != null;
        if (rows && format instanceof Format.Csv) {
            out.sql(", ").name(SHAPED).sql(" AS (");
            NodeWriter.select(out, plan.result());
            out.sql(")");
        }
        out.sql(" SELECT NULL::bigint");
        page(out, format);
        if (rows) {
            BodyWriter.body(out, format, plan.result(), false, false);
        } else {
            out.sql("NULL::text");
        }
        out.sql(SETTINGS);
        location(out, plan);
        inserted(out, plan);
        if (plan.change() instanceof Plan.Change.Patch) {
            out.sql(", ");
            PatchWriter.failed(out);
        }
        out.sql(" FROM (");
        if (rows && !(format instanceof Format.Csv)) {
            NodeWriter.select(out, plan.result());
        } else {
            out.sql("SELECT * FROM ").name(rows ? SHAPED : WritePlanner.WRITTEN);
        }
        out.sql(") AS ").name(BodyWriter.ROWS);
    }

    /// Whether a write's command tag tells all there is to tell of it.
    public static boolean countable(Plan.Write plan) {
        return plan.result() == null && plan.returning().isEmpty() && switch (plan.change()) {
            case Plan.Change.Insert insert -> !insert.put() && !WriteWriter.tellsInserted(plan);
            case Plan.Change.Update update -> !update.columns().isEmpty();
            case Plan.Change.Delete _ -> true;
            case Plan.Change.Patch _, Plan.Change.Find _, Plan.Change.Amend _,
                    Plan.Change.Prune _ -> false;
        };
    }

    /// A countable write by itself: it yields no rows, and a command tag.
    public static Sql counted(Plan.Write plan) {
        var out = new SqlText();
        out.writes(plan.table().name());
        WriteWriter.bare(out, plan);
        return out.doneWriting(Pins.of(plan));
    }

    private static void location(SqlText out, Plan.Write plan) {
        var key = plan.table().primaryKey();
        boolean shown = plan.change() instanceof Plan.Change.Insert && !key.isEmpty()
                && plan.returning().containsAll(key);
        if (!shown) {
            out.sql(", NULL");
            return;
        }
        String separator = ", (SELECT json_build_object(";
        for (String column : plan.returning().stream().filter(key::contains).toList()) {
            out.sql(separator).constant(column).sql(", ")
                    .column(WritePlanner.WRITTEN, column).sql("::text");
            separator = ", ";
        }
        out.sql(")::text FROM ").name(WritePlanner.WRITTEN).sql(" LIMIT 1)");
    }

    private static void inserted(SqlText out, Plan.Write plan) {
        if (WriteWriter.tellsInserted(plan)) {
            out.sql(", ");
            WriteWriter.inserted(out);
        } else {
            out.sql(", NULL");
        }
    }

    private static void call(SqlText out, Plan.Call plan, Format format) {
        Node result = plan.result();
        String separator = "WITH ";
        if (calledTwice(plan)) {
            // Counting must not call a function with effects again.
            out.sql(separator).name(CallPlanner.RESULT).sql(" AS MATERIALIZED (SELECT ")
                    .name(result.alias()).sql(".* FROM ");
            CallWriter.from(out, plan.called(), result.alias());
            out.sql(") ");
            result = result.withSource(new Plan.Source.Part(CallPlanner.RESULT));
            separator = ", ";
        }
        boolean shared = format instanceof Format.Csv;
        if (shared) {
            out.sql(separator).name(SHAPED).sql(" AS (");
            NodeWriter.select(out, result);
            out.sql(") ");
        }
        Function.Returns returns = plan.function().returns();
        out.sql("SELECT ");
        total(out, result, plan.totals(), null);
        if (returns.set()) {
            page(out, format);
        } else {
            // A single result counts even where a filter leaves nothing of it.
            out.sql(", greatest(1, ");
            counted(out, format);
            out.sql("), ");
        }
        BodyWriter.body(out, format, result, !returns.columnsKnown(), !returns.set());
        out.sql(SETTINGS).sql(", NULL, NULL FROM (");
        if (shared) {
            out.sql("SELECT * FROM ").name(SHAPED);
        } else {
            NodeWriter.select(out, result);
        }
        out.sql(") AS ").name(BodyWriter.ROWS);
    }

    private static boolean calledTwice(Plan.Call plan) {
        return plan.totals() != Asked.Totals.NONE
                && plan.function().volatility() == Function.Volatility.VOLATILE;
    }
}
