package dev.loam.modules.rest.nested;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.Resolution;
import dev.loam.kernel.query.Asked.Returned;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.RelatedPlanner;
import dev.loam.kernel.query.Result;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.modules.rest.failure.NestedFailure;
import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The statements that rows are written with, one for all rows that are alike, and what comes back
/// of each row. Rows that an `INSERT` yields come in the order of its payload; those of any other
/// statement carry their number.
final class Steps {
    /// Rows that each set other columns need a statement each.
    static final int STATEMENTS_MAX = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Statements statements;
    private final RelatedPlanner planner;
    private int count;
    private Rows last;

    Steps(Statements statements, RelatedPlanner planner) {
        this.statements = statements;
        this.planner = planner;
    }

    /// What the last statement yielded, null before the first.
    Rows last() {
        return last;
    }

    Rows run(Plan plan, Format format, String place) {
        if (++count > STATEMENTS_MAX) {
            throw new Refusal(new NestedFailure.TooMuch(
                    "different sets of members in nested rows", STATEMENTS_MAX));
        }
        last = statements.run(SqlWriter.write(plan, format), place);
        return last;
    }

    /// Inserts the rows and notes their `keys`.
    ///
    /// Fails: LOAM-REST-065 where some were left out.
    void insert(
            Table table, List<Row> rows, Collection<String> keys, Resolution resolution,
            String place) {
        RowObjects.alike(rows).forEach((alike, group) -> {
            RelatedPlanner.Objects objects =
                    RowObjects.of(group, alike.columns(), alike.linked());
            var asked = new Asked.Insert(table.name(), RelatedPlanner.keys(keys),
                    objects.payload(), objects.columns(), null, resolution, false,
                    keys.isEmpty() ? Returned.NOTHING : Returned.ROWS, Asked.Totals.NONE);
            inserted(table, group, keys, planner.plan(asked, alike.linked()), place);
        });
    }

    /// Runs an insert and notes what it yields, row by row.
    Rows inserted(
            Table table, List<Row> rows, Collection<String> keys, Plan plan, String place) {
        String where = place(rows, place);
        Rows result = run(plan, keys.isEmpty() ? new Format.Nothing() : Format.Json.ARRAY, where);
        long written = result.number(0, Result.PAGE, 0);
        if (written != rows.size()) {
            throw new Refusal(new NestedFailure.RowsLost(
                    where == null ? table.name().name() : where, table.name(), rows.size(),
                    written));
        }
        if (!keys.isEmpty()) {
            int at = 0;
            for (JsonNode each : JSON.readTree(result.bytes(0, Result.BODY))) {
                rows.get(at++).written(texts(each));
            }
        }
        return result;
    }

    /// Notes the `keys` of the rows that are there, found by the columns `match`; answers the
    /// others.
    List<Row> find(
            Table table, List<Row> rows, Collection<String> match, Collection<String> keys,
            String place) {
        Set<Row> found = new HashSet<>();
        byLinked(rows, match).forEach((linked, group) -> found.addAll(note(group, planner.find(
                table, RowObjects.of(group, match, linked), keys), place)));
        return without(rows, found);
    }

    /// Changes the rows that are there by all they set beside the columns `match`, and notes their
    /// `keys`; answers the others.
    List<Row> amend(
            Table table, List<Row> rows, Collection<String> match, Collection<String> keys,
            String place) {
        Set<Row> found = new HashSet<>();
        RowObjects.alike(rows).forEach((alike, group) -> found.addAll(note(group,
                match.containsAll(alike.columns())
                        ? planner.find(table, RowObjects.of(group, match, alike.linked()), keys)
                        : planner.amend(table, RowObjects.of(
                                group, alike.columns(), alike.linked()), match, keys), place)));
        return without(rows, found);
    }

    /// Removes the rows that have the columns of one of the owners, but for those kept.
    void prune(
            Table table, List<Row> owners, Set<String> owned, List<Row> kept,
            Collection<String> keys, String place) {
        RelatedPlanner.Objects stay = null;
        if (!kept.isEmpty()) {
            Set<String> linked = new HashSet<>(keys);
            kept.forEach(row -> linked.retainAll(row.linked().keySet()));
            stay = RowObjects.of(kept, keys, linked);
        }
        run(planner.prune(table, RowObjects.of(owners, owned, owned), stay),
                new Format.Nothing(), place);
    }

    /// The rows by which of some columns the rows around them set.
    private static Map<Set<String>, List<Row>> byLinked(
            List<Row> rows, Collection<String> columns) {
        Map<Set<String>, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            Set<String> linked = new LinkedHashSet<>(columns);
            linked.retainAll(row.linked().keySet());
            groups.computeIfAbsent(linked, _ -> new ArrayList<>()).add(row);
        }
        return groups;
    }

    private List<Row> note(List<Row> rows, Plan plan, String place) {
        Rows result = run(plan, Format.Json.ARRAY, place(rows, place));
        List<Row> found = new ArrayList<>();
        for (JsonNode each : JSON.readTree(result.bytes(0, Result.BODY))) {
            Row row = rows.get(each.get(RelatedPlanner.NUMBER).asInt());
            row.written(texts(each));
            found.add(row);
        }
        return found;
    }

    /// The keys of the one row that was written.
    static Map<String, String> first(Rows result) {
        return texts(JSON.readTree(result.bytes(0, Result.BODY)).get(0));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties().forEach(member -> texts.put(member.getKey(),
                member.getValue().isNull() ? null : member.getValue().asString()));
        return texts;
    }

    static List<Row> without(List<Row> rows, Set<Row> others) {
        return rows.stream().filter(row -> !others.contains(row)).toList();
    }

    /// A single row is told by its own path; null at the top.
    private static String place(List<Row> rows, String place) {
        return place == null || rows.size() != 1 ? place : rows.getFirst().path();
    }
}
