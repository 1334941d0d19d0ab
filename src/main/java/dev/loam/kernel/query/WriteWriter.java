package dev.loam.kernel.query;

import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.query.Asked.Payload;
import dev.loam.kernel.query.Plan.Assigned;
import dev.loam.kernel.query.Plan.Change;
import dev.loam.ports.database.Sql.Bind;
import java.util.List;

/// Writes inserts, updates and deletes as the statement's first part, whose rows are the written
/// ones. The payload is one bind that PostgreSQL takes apart by the columns' own types.
final class WriteWriter {
    /// The SQL alias of the payload's rows.
    static final String BODY = "pgrst_body";
    /// A setting of the transaction that counts the new rows of an upsert. A system column would
    /// tell them too, but only to those who may read the whole table.
    static final String INSERTED = "pgrst.inserted";
    /// The column with the whole written row, of the table's own type.
    static final String ROW = "pgrst_row";
    private static final String ITEM = "pgrst_item";

    private WriteWriter() {
    }

    static void write(SqlText out, Plan.Write plan) {
        if (!(plan.change() instanceof Change.Find)) {
            out.writes(plan.table().name());
        }
        switch (plan.change()) {
            case Change.Update update when update.columns().isEmpty() -> {
                unchanged(out, plan);
                out.sql(" WHERE false");
            }
            case Change.Insert _, Change.Update _, Change.Delete _ -> {
                bare(out, plan);
                returning(out, plan);
            }
            case Change.Patch patch -> patch(out, plan, patch);
            case Change.Find find -> MatchWriter.find(out, plan, find);
            case Change.Amend amend -> MatchWriter.amend(out, plan, amend);
            case Change.Prune prune -> MatchWriter.prune(out, plan, prune);
        }
    }

    /// An insert, an update that sets something, or a delete, which gives nothing back.
    static void bare(SqlText out, Plan.Write plan) {
        switch (plan.change()) {
            case Change.Insert insert -> insert(out, plan, insert);
            case Change.Update update -> update(out, plan, update);
            case Change.Delete _ -> {
                out.sql("DELETE FROM ").relation(plan.table().name());
                where(out, plan);
            }
            case Change.Patch _, Change.Find _, Change.Amend _, Change.Prune _ ->
                    throw new IllegalStateException("never bare: " + plan.change());
        }
    }

    /// Whether rows that are there already are changed; then new ones are told from them.
    static boolean tellsInserted(Plan.Write plan) {
        return plan.change() instanceof Change.Insert insert && !insert.conflict().isEmpty()
                && insert.resolution() == Asked.Resolution.MERGE && !insert.columns().isEmpty();
    }

    /// Whether something that is shown takes a whole row.
    private static boolean takesRows(Plan.Write plan) {
        return plan.result() != null && plan.result().children().stream()
                .anyMatch(child -> child.relationship() instanceof Relationship.Computed);
    }

    private static void insert(SqlText out, Plan.Write plan, Change.Insert insert) {
        Payload.Json payload = (Payload.Json) insert.payload();
        out.sql("INSERT INTO ").relation(plan.table().name());
        if (insert.columns().isEmpty() && insert.put()) {
            // PostgreSQL says which column of the key the payload lacks.
            out.sql(" SELECT FROM (SELECT) AS ").name(BODY);
            where(out, plan);
        } else if (insert.columns().isEmpty()) {
            // Rows of nothing but defaults, as many as the payload has.
            out.sql(payload.rows() == 1 ? " DEFAULT VALUES"
                    : " SELECT FROM generate_series(1, " + payload.rows() + ")");
        } else {
            out.sql(" (");
            names(out, insert.columns());
            out.sql(") SELECT ");
            values(out, insert.columns(), insert.defaults());
            out.sql(" FROM ");
            body(out, payload, insert.columns(), insert.defaults());
            if (insert.put()) {
                where(out, plan);
            }
            if (tellsInserted(plan)) {
                out.sql(insert.put() && !plan.where().isEmpty() ? " AND " : " WHERE ");
                count(out, " + 1");
            }
        }
        conflict(out, plan, insert);
    }

    /// A condition that always holds, and counts as often as it is looked at.
    private static void count(SqlText out, String step) {
        out.sql("set_config(").constant(INSERTED).sql(", (");
        inserted(out);
        out.sql(step).sql(")::text, true) <> ''");
    }

    /// The number of new rows so far.
    static void inserted(SqlText out) {
        out.sql("coalesce(nullif(current_setting(").constant(INSERTED)
                .sql(", true), ''), '0')::bigint");
    }

    private static void conflict(SqlText out, Plan.Write plan, Change.Insert insert) {
        if (insert.conflict().isEmpty()) {
            return;
        }
        out.sql(" ON CONFLICT (");
        String separator = "";
        for (String column : insert.conflict()) {
            out.sql(separator).name(column);
            separator = ", ";
        }
        if (!tellsInserted(plan)) {
            out.sql(") DO NOTHING");
            return;
        }
        separator = ") DO UPDATE SET ";
        for (Assigned assigned : insert.columns()) {
            String name = assigned.column().name();
            out.sql(separator).name(name).sql(" = ").column("excluded", name);
            separator = ", ";
        }
        out.sql(" WHERE ");
        count(out, " - 1");
    }

    private static void update(SqlText out, Plan.Write plan, Change.Update update) {
        out.sql("UPDATE ").relation(plan.table().name()).sql(" SET ");
        String separator = "";
        for (Assigned assigned : update.columns()) {
            out.sql(separator).name(assigned.column().name()).sql(" = ");
            if (assigned.merge() == null) {
                value(out, assigned, update.defaults());
            } else {
                MergeWriter.write(
                        out, plan.table().name().name(), assigned.column(), assigned.merge());
            }
            separator = ", ";
        }
        out.sql(" FROM ");
        body(out, (Payload.Json) update.payload(), update.columns(), update.defaults());
        where(out, plan);
    }

    /// Rows as they are, where there is nothing to set.
    private static void unchanged(SqlText out, Plan.Write plan) {
        out.sql("SELECT ");
        shown(out, plan);
        out.sql(" FROM ").relation(plan.table().name());
        out.reads(plan.table().name());
    }

    private static void patch(SqlText out, Plan.Write plan, Change.Patch patch) {
        String table = plan.table().name().name();
        if (patch.operations().isEmpty()) {
            unchanged(out, plan);
            out.sql(" WHERE false");
        } else if (patch.columns().isEmpty()) {
            unchanged(out, plan);
            where(out, plan);
            // Rows that are not meant are not tested, in whatever order conditions are tried.
            out.sql(plan.where().isEmpty() ? " WHERE CASE WHEN TRUE" : " AND CASE WHEN ");
            ConditionWriter.all(out, plan.where(), false, table);
            out.sql(" THEN ");
            PatchWriter.tested(out, table, patch);
            out.sql(" END");
        } else {
            out.sql("UPDATE ").relation(plan.table().name()).sql(" SET (");
            names(out, patch.columns());
            out.sql(") = ");
            PatchWriter.values(out, table, patch);
            where(out, plan);
            returning(out, plan);
        }
    }

    private static void names(SqlText out, List<Assigned> columns) {
        String separator = "";
        for (Assigned assigned : columns) {
            out.sql(separator).name(assigned.column().name());
            separator = ", ";
        }
    }

    private static void values(SqlText out, List<Assigned> columns, boolean defaults) {
        String separator = "";
        for (Assigned assigned : columns) {
            out.sql(separator);
            value(out, assigned, defaults);
            separator = ", ";
        }
    }

    /// A column of the payload; with `defaults`, the column's default where the payload lacks it.
    static void value(SqlText out, Assigned assigned, boolean defaults) {
        Column column = assigned.column();
        boolean either = defaults && column.defaultSql() != null;
        if (either) {
            out.sql("CASE WHEN ").column(ITEM, ITEM).sql(" ?? ").constant(column.name())
                    .sql(" THEN ");
        }
        if (assigned.through() != null) {
            out.sql(assigned.through()).sql("(").column(BODY, column.name()).sql(")");
        } else {
            out.column(BODY, column.name());
        }
        if (either) {
            out.sql(" ELSE ").sql(column.defaultSql()).sql(" END");
        }
    }

    /// The payload as a FROM item named `pgrst_body`.
    private static void body(
            SqlText out, Payload.Json payload, List<Assigned> columns, boolean defaults) {
        var bind = new Bind.Utf8(payload.utf8());
        if (defaults) {
            out.sql(payload.array() ? "jsonb_array_elements(" : "(SELECT ").bind(bind)
                    .sql(payload.array() ? "::jsonb) AS " : "::jsonb AS ");
            if (!payload.array()) {
                out.name(ITEM).sql(") AS ");
            }
            out.name(ITEM).sql("(").name(ITEM).sql("), LATERAL jsonb_to_record(")
                    .column(ITEM, ITEM).sql(") AS ");
        } else {
            out.sql(payload.array() ? "json_to_recordset(" : "json_to_record(").bind(bind)
                    .sql("::json) AS ");
        }
        out.name(BODY);
        typed(out, columns);
    }

    /// The columns of a payload's rows with their types.
    static void typed(SqlText out, List<Assigned> columns) {
        String separator = "(";
        for (Assigned assigned : columns) {
            out.sql(separator).name(assigned.column().name()).sql(" ")
                    .sql(assigned.through() == null ? assigned.column().type() : "json");
            separator = ", ";
        }
        out.sql(")");
    }

    private static void where(SqlText out, Plan.Write plan) {
        if (!plan.where().isEmpty()) {
            out.sql(" WHERE ");
            ConditionWriter.all(out, plan.where(), false, plan.table().name().name());
        }
    }

    static void returning(SqlText out, Plan.Write plan) {
        out.sql(" RETURNING ");
        shown(out, plan);
    }

    static void shown(SqlText out, Plan.Write plan) {
        if (plan.returning().isEmpty()) {
            out.sql("1 AS ").name(NodeWriter.ANY_ROW);
        }
        String separator = "";
        for (String column : plan.returning()) {
            out.sql(separator).column(plan.table().name().name(), column);
            separator = ", ";
        }
        if (takesRows(plan)) {
            out.sql(", ").row(plan.table().name().name()).sql("::")
                    .relation(plan.table().name()).sql(" AS ").name(ROW);
        }
    }
}
