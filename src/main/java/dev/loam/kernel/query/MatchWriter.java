package dev.loam.kernel.query;

import dev.loam.kernel.query.Asked.Payload;
import dev.loam.kernel.query.Plan.Assigned;
import dev.loam.kernel.query.Plan.Change;
import dev.loam.ports.database.Sql.Bind;
import java.util.ArrayList;
import java.util.List;

/// Writes statements that choose rows by the objects of a payload and not by conditions. What comes
/// back carries each object's number, since the rows of a join come in any order.
final class MatchWriter {
    private static final String KEPT = "pgrst_kept";

    private MatchWriter() {
    }

    static void find(SqlText out, Plan.Write plan, Change.Find find) {
        out.reads(plan.table().name());
        out.sql("SELECT ");
        shown(out, plan);
        out.sql(" FROM ");
        numbered(out, find.payload(), find.match());
        out.sql(" INNER JOIN ").relation(plan.table().name()).sql(" ON ");
        match(out, plan, find.match(), WriteWriter.BODY);
        out.sql(" ORDER BY ").column(WriteWriter.BODY, RelatedPlanner.NUMBER);
    }

    static void amend(SqlText out, Plan.Write plan, Change.Amend amend) {
        out.sql("UPDATE ").relation(plan.table().name());
        String separator = " SET ";
        for (Assigned assigned : amend.columns()) {
            out.sql(separator).name(assigned.column().name()).sql(" = ");
            WriteWriter.value(out, assigned, false);
            separator = ", ";
        }
        out.sql(" FROM ");
        List<Assigned> all = new ArrayList<>(amend.match());
        all.addAll(amend.columns());
        numbered(out, amend.payload(), all);
        out.sql(" WHERE ");
        match(out, plan, amend.match(), WriteWriter.BODY);
        out.sql(" RETURNING ");
        shown(out, plan);
    }

    static void prune(SqlText out, Plan.Write plan, Change.Prune prune) {
        out.sql("DELETE FROM ").relation(plan.table().name()).sql(" USING ");
        rows(out, prune.owners(), prune.owned(), WriteWriter.BODY);
        out.sql(" WHERE ");
        match(out, plan, prune.owned(), WriteWriter.BODY);
        if (!prune.keys().isEmpty()) {
            out.sql(" AND NOT EXISTS (SELECT 1 FROM ");
            rows(out, prune.kept(), prune.keys(), KEPT);
            out.sql(" WHERE ");
            match(out, plan, prune.keys(), KEPT);
            out.sql(")");
        }
        WriteWriter.returning(out, plan);
    }

    private static void shown(SqlText out, Plan.Write plan) {
        WriteWriter.shown(out, plan);
        out.sql(", ").column(WriteWriter.BODY, RelatedPlanner.NUMBER);
    }

    private static void numbered(SqlText out, Payload payload, List<Assigned> columns) {
        List<Assigned> all = new ArrayList<>(columns);
        all.add(RelatedPlanner.NUMBERED);
        rows(out, payload, all, WriteWriter.BODY);
    }

    private static void rows(
            SqlText out, Payload payload, List<Assigned> columns, String alias) {
        out.sql("json_to_recordset(").bind(new Bind.Utf8(((Payload.Json) payload).utf8()))
                .sql("::json) AS ").name(alias);
        WriteWriter.typed(out, columns);
    }

    private static void match(
            SqlText out, Plan.Write plan, List<Assigned> columns, String alias) {
        String separator = "";
        for (Assigned assigned : columns) {
            String name = assigned.column().name();
            out.sql(separator).column(plan.table().name().name(), name).sql(" = ")
                    .sql(assigned.through() == null ? "" : assigned.through() + "(")
                    .column(alias, name).sql(assigned.through() == null ? "" : ")");
            separator = " AND ";
        }
    }
}
