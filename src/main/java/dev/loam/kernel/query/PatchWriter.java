package dev.loam.kernel.query;

import dev.loam.kernel.query.JsonPatch.Pointer;
import dev.loam.kernel.query.Plan.Assigned;
import dev.loam.kernel.query.Plan.Change;
import java.util.ArrayList;
import java.util.List;

/// Writes the values that a patch gives a row's columns, as one subquery of the row.
///
/// The row, as a document of the columns that are named, goes through a chain of parts, one for
/// each operation (two for a move), so that the text grows with the patch and no faster. A part
/// yields no document once an operation fails, and how many operations were tried so far. A row
/// that fails keeps its values and leaves the operation's place in a setting of the transaction,
/// which whoever reads the result rolls back. The parts are materialized: PostgreSQL would else put
/// each into the next, as often as it is looked at.
///
/// PostgreSQL follows a path into an array also by a negative number, or by one with zeros or blanks
/// before it. RFC 6901 does not, so that such keys are looked for in objects only.
final class PatchWriter {
    /// A setting of the transaction: the place of an operation that failed.
    private static final String FAILED = "pgrst.patch_failed";
    private static final String STEP = "pgrst_step_";
    private static final String ROW = "pgrst_row";
    private static final String RECORD = "pgrst_record";
    private static final String VALUE = "pgrst_value";
    private static final int INDEX_DIGITS_MAX = 9;

    private final SqlText out;
    private final Change.Patch patch;
    private final String table;
    /// The part that is looked at.
    private int step;

    private PatchWriter(SqlText out, String table, Change.Patch patch) {
        this.out = out;
        this.table = table;
        this.patch = patch;
    }

    /// The columns' new values, in their order.
    static void values(SqlText out, String table, Change.Patch patch) {
        new PatchWriter(out, table, patch).values();
    }

    /// A condition that always holds, for patches that only test.
    static void tested(SqlText out, String table, Change.Patch patch) {
        var writer = new PatchWriter(out, table, patch);
        writer.steps();
        out.sql(" SELECT ");
        writer.doc();
        out.sql(" IS NOT NULL OR ");
        writer.fails();
        out.sql(" FROM ").name(STEP + writer.step).sql(")");
    }

    /// [Result#FAILED] of the statement.
    static void failed(SqlText out) {
        out.sql("nullif(current_setting(").constant(FAILED).sql(", true), '')");
    }

    private void values() {
        steps();
        String separator = " SELECT ";
        boolean first = true;
        for (Assigned assigned : patch.columns()) {
            String name = assigned.column().name();
            out.sql(separator).sql("CASE WHEN ");
            doc();
            out.sql(" IS NOT NULL THEN ");
            out.sql(assigned.through() == null ? "" : assigned.through() + "(")
                    .column(RECORD, name).sql(assigned.through() == null ? "" : ")");
            if (first) {
                out.sql(" WHEN ");
                fails();
                out.sql(" THEN ");
            } else {
                out.sql(" ELSE ");
            }
            out.column(table, name).sql(" END");
            first = false;
            separator = ", ";
        }
        out.sql(" FROM ").name(STEP + step).sql(", jsonb_to_record(coalesce(");
        doc();
        separator = ", '{}')) AS ";
        out.sql(separator).name(RECORD);
        separator = "(";
        for (Assigned assigned : patch.columns()) {
            out.sql(separator).name(assigned.column().name()).sql(" ")
                    .sql(assigned.through() == null ? assigned.column().type() : "json");
            separator = ", ";
        }
        out.sql("))");
    }

    private void fails() {
        out.sql("set_config(").constant(FAILED).sql(", (").column(STEP + step, "tried")
                .sql(" - 1)::text, true) IS NOT NULL");
    }

    private void steps() {
        out.sql("(WITH ").name(STEP + "0").sql("(doc, tried) AS MATERIALIZED (SELECT"
                + " pg_catalog.to_jsonb(").row(ROW).sql("), 0 FROM (");
        String separator = "SELECT ";
        for (Plan.Seen seen : patch.seen()) {
            out.sql(separator).sql(seen.through() == null ? "" : seen.through() + "(")
                    .column(table, seen.column().name())
                    .sql(seen.through() == null ? " AS " : ") AS ").name(seen.column().name());
            separator = ", ";
        }
        out.sql(") AS ").name(ROW).sql(")");
        patch.operations().forEach(this::step);
    }

    private void step(JsonPatch operation) {
        switch (operation) {
            case JsonPatch.Add add -> changed(() -> addable(add.path()), () -> added(add.path()),
                    () -> json(add.json()));
            case JsonPatch.Replace replace -> changed(() -> exists(replace.path()),
                    () -> set(replace.path()), () -> json(replace.json()));
            case JsonPatch.Remove remove -> changed(() -> exists(remove.path()),
                    () -> removed(remove.path()), () -> out.sql("NULL"));
            case JsonPatch.Test test -> changed(() -> {
                exists(test.path());
                out.sql(" AND ");
                found(test.path().column(), test.path().keys());
                out.sql(" = ");
                value();
            }, this::doc, () -> json(test.json()));
            case JsonPatch.Copy copy -> changed(() -> {
                exists(copy.from());
                out.sql(" AND ");
                addable(copy.path());
            }, () -> added(copy.path()), () -> found(copy.from().column(), copy.from().keys()));
            case JsonPatch.Move move -> {
                changed(() -> exists(move.from()), () -> removed(move.from()),
                        () -> found(move.from().column(), move.from().keys()));
                moved(move.path());
            }
        }
    }

    /// A part that yields `next` where `holds`, with `value` beside.
    private void changed(Runnable holds, Runnable next, Runnable value) {
        part(() -> {
            out.sql(" + (");
            doc();
            out.sql(" IS NOT NULL)::int");
        }, holds, next, value);
    }

    /// The second half of a move, which counts as tried already.
    private void moved(Pointer path) {
        part(() -> { }, () -> addable(path), () -> added(path),
                () -> out.column(STEP + step, "value"));
    }

    private void part(Runnable tried, Runnable holds, Runnable next, Runnable value) {
        out.sql(", ").name(STEP + (step + 1)).sql("(doc, tried, value) AS MATERIALIZED ("
                + "SELECT CASE WHEN ");
        holds.run();
        out.sql(" THEN ");
        next.run();
        out.sql(" END, ").column(STEP + step, "tried");
        tried.run();
        out.sql(", ");
        value();
        out.sql(" FROM ").name(STEP + step).sql(" CROSS JOIN LATERAL (SELECT (");
        value.run();
        out.sql(")::jsonb AS value) AS ").name(VALUE).sql(")");
        step++;
    }

    // Pieces of the part that is written.

    private void doc() {
        out.column(STEP + step, "doc");
    }

    private void value() {
        out.column(VALUE, "value");
    }

    private void json(String json) {
        out.bind(json);
    }

    private void path(String column, List<String> keys) {
        List<String> all = new ArrayList<>(keys.size() + 1);
        all.add(column);
        all.addAll(keys);
        out.bind(ArrayLiteral.of(all)).sql("::text[]");
    }

    private void path(Pointer pointer) {
        path(pointer.column(), pointer.keys());
    }

    private void found(String column, List<String> keys) {
        out.sql("(");
        doc();
        out.sql(" #> ");
        path(column, keys);
        out.sql(")");
    }

    private void holder(Pointer pointer) {
        found(pointer.column(), pointer.keys().subList(0, pointer.keys().size() - 1));
    }

    private void kindOfHolder(Pointer pointer) {
        out.sql("jsonb_typeof(");
        holder(pointer);
        out.sql(")");
    }

    private void exists(Pointer pointer) {
        if (pointer.keys().isEmpty()) {
            // Also where an operation before failed.
            doc();
            out.sql(" IS NOT NULL");
            return;
        }
        String key = pointer.keys().getLast();
        objectsOnTheWay(pointer);
        out.sql("CASE ");
        kindOfHolder(pointer);
        if (index(key)) {
            out.sql(" WHEN 'array' THEN jsonb_array_length(");
            holder(pointer);
            out.sql(") > ").sql(key);
        }
        out.sql(" WHEN 'object' THEN ");
        holder(pointer);
        out.sql(" ?? ").bind(key).sql("::text ELSE FALSE END");
    }

    private void addable(Pointer pointer) {
        if (pointer.keys().isEmpty()) {
            exists(pointer);
            return;
        }
        String key = pointer.keys().getLast();
        objectsOnTheWay(pointer);
        out.sql("CASE ");
        kindOfHolder(pointer);
        if (index(key)) {
            out.sql(" WHEN 'array' THEN jsonb_array_length(");
            holder(pointer);
            out.sql(") >= ").sql(key);
        } else if (key.equals("-")) {
            out.sql(" WHEN 'array' THEN TRUE");
        }
        out.sql(" WHEN 'object' THEN TRUE ELSE FALSE END");
    }

    /// That each key on the way that looks like a number and is no index leads through an object.
    private void objectsOnTheWay(Pointer pointer) {
        for (int i = 0; i + 1 < pointer.keys().size(); i++) {
            String key = pointer.keys().get(i);
            if (!index(key) && key.matches("\\s*[+-]?\\d+\\s*")) {
                out.sql("jsonb_typeof(");
                found(pointer.column(), pointer.keys().subList(0, i));
                out.sql(") = 'object' AND ");
            }
        }
    }

    private static boolean index(String key) {
        return key.matches("0|[1-9][0-9]*") && key.length() <= INDEX_DIGITS_MAX;
    }

    private void set(Pointer pointer) {
        out.sql("jsonb_set(");
        doc();
        out.sql(", ");
        path(pointer);
        out.sql(", ");
        value();
        out.sql(")");
    }

    private void added(Pointer pointer) {
        String key = pointer.keys().isEmpty() ? "" : pointer.keys().getLast();
        boolean end = key.equals("-");
        if (!end && !index(key)) {
            set(pointer);
            return;
        }
        out.sql("CASE ");
        kindOfHolder(pointer);
        out.sql(" WHEN 'array' THEN ").sql(end ? "jsonb_set(" : "jsonb_insert(");
        doc();
        out.sql(", ");
        if (end) {
            path(pointer.column(), pointer.keys().subList(0, pointer.keys().size() - 1));
            out.sql(", ");
            holder(pointer);
            out.sql(" || jsonb_build_array(");
            value();
            out.sql(")");
        } else {
            path(pointer);
            out.sql(", ");
            value();
        }
        out.sql(") ELSE ");
        set(pointer);
        out.sql(" END");
    }

    private void removed(Pointer pointer) {
        if (pointer.keys().isEmpty()) {
            out.sql("jsonb_set(");
            doc();
            out.sql(", ");
            path(pointer);
            out.sql(", 'null')");
            return;
        }
        doc();
        out.sql(" #- ");
        path(pointer);
    }
}
