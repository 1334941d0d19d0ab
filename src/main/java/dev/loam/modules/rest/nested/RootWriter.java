package dev.loam.modules.rest.nested;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.Resolution;
import dev.loam.kernel.query.Asked.Returned;
import dev.loam.kernel.query.Asked.Shape;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.RelatedPlanner;
import dev.loam.kernel.query.Result;
import dev.loam.modules.rest.failure.NestedFailure;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes the outermost rows as a plain request would, but for the members with nested rows.
record RootWriter(Steps steps, RelatedPlanner planner, Asked asked) {
    /// The rows that were written, how many of them are new, and the key of the first for a
    /// `Location` (null where it is not known).
    record Written(List<Row> rows, long inserted, byte[] location) {
    }

    Written write(Level level) {
        return switch (asked) {
            case Asked.Insert insert -> insert(level, insert);
            case Asked.Update update -> update(level, update);
            case Asked.Put put -> put(level, put);
            case Asked.Read _, Asked.Delete _, Asked.Call _ ->
                    throw new IllegalStateException("no payload");
        };
    }

    private Written insert(Level level, Asked.Insert insert) {
        Table table = level.table();
        List<Row> rows = level.rows();
        Set<String> conflict = new LinkedHashSet<>(
                insert.onConflict() != null ? insert.onConflict() : table.primaryKey());
        boolean ignores = insert.resolution() == Resolution.IGNORE
                && table.columns().keySet().containsAll(conflict);
        if (ignores) {
            rows = new Twins(steps, table, level.keys(), "").strangers(rows, conflict);
        }
        long inserted = 0;
        byte[] location = null;
        for (var group : groups(level, rows, insert).entrySet()) {
            long before = inserted(steps.last(), 0);
            Rows result = insert(level, insert, group.getKey(), group.getValue());
            long after = inserted(result, -1);
            inserted += after < 0 ? group.getValue().size() : after - before;
            location = location == null ? result.bytes(0, Result.LOCATION) : location;
        }
        if (ignores) {
            Twins.share(rows, level.rows(), conflict);
        }
        return new Written(rows, inserted, location);
    }

    /// The counter runs through the whole transaction.
    private static long inserted(Rows result, long absent) {
        return result == null ? absent : result.number(0, Result.INSERTED, absent);
    }

    /// With `columns` given, all rows set the same ones.
    private static Map<RowObjects.Alike, List<Row>> groups(
            Level level, List<Row> rows, Asked.Insert insert) {
        if (insert.columns() == null) {
            return RowObjects.alike(rows);
        }
        Map<RowObjects.Alike, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            var alike = new RowObjects.Alike(
                    columns(level, insert.columns(), row), Set.copyOf(row.linked().keySet()));
            groups.computeIfAbsent(alike, _ -> new ArrayList<>()).add(row);
        }
        return groups;
    }

    private Rows insert(
            Level level, Asked.Insert insert, RowObjects.Alike alike, List<Row> rows) {
        Set<String> keys = level.keys();
        RelatedPlanner.Objects objects = RowObjects.of(rows, alike.columns(), alike.linked());
        var plain = new Asked.Insert(insert.target(), RelatedPlanner.keys(keys),
                objects.payload(), alike.columns(), insert.onConflict(), insert.resolution(),
                insert.columns() != null && insert.defaultsForMissing(),
                keys.isEmpty() ? Returned.NOTHING : Returned.ROWS, Asked.Totals.NONE);
        return steps.inserted(level.table(), rows, keys,
                planner.plan(plain, alike.linked()), null);
    }

    private Written update(Level level, Asked.Update update) {
        Row row = level.rows().getFirst();
        List<String> columns = columns(level, update.columns(), row);
        Set<String> linked = row.linked().keySet();
        Shape shape = shape(level);
        Asked plain = columns.isEmpty()
                ? new Asked.Read(update.target(), shape, Asked.Totals.NONE, false)
                : new Asked.Update(update.target(), shape, one(level, columns), columns,
                        update.merges(), update.defaultsForMissing(), Returned.ROWS,
                        Asked.Totals.NONE);
        Rows result = one(level, planner.plan(plain, linked));
        long count = result.number(0, Result.PAGE, 0);
        if (count != 1) {
            throw new Refusal(new NestedFailure.NotOneRow(count));
        }
        return new Written(level.rows(), 0, null);
    }

    private Written put(Level level, Asked.Put put) {
        Row row = level.rows().getFirst();
        List<String> columns = columns(level, null, row);
        var plain = new Asked.Put(put.target(), shape(level), one(level, columns),
                put.defaultsForMissing(), Returned.ROWS);
        long before = inserted(steps.last(), 0);
        Rows result = one(level, planner.plan(plain, row.linked().keySet()));
        if (result.number(0, Result.PAGE, 0) != 1) {
            throw new Refusal(new RestFailure.KeyMismatch());
        }
        return new Written(level.rows(), inserted(result, 0) - before, null);
    }

    private Rows one(Level level, Plan plan) {
        Rows result = steps.run(plan, Format.Json.ARRAY, null);
        if (result.number(0, Result.PAGE, 0) == 1) {
            level.rows().getFirst().written(Steps.first(result));
        }
        return result;
    }

    private static Asked.Payload one(Level level, List<String> columns) {
        return RowObjects.of(level.rows(), columns,
                level.rows().getFirst().linked().keySet()).payload();
    }

    /// The filters that choose the rows, and their keys to show.
    private Shape shape(Level level) {
        return new Shape(RelatedPlanner.keys(level.keys()).select(), asked.shape().filters()
                .stream().filter(at -> at.path().isEmpty()).toList(), List.of(), List.of());
    }

    /// Those given, or all that the row has, and those that the rows around it set.
    private static List<String> columns(Level level, List<String> given, Row row) {
        Set<String> columns = new LinkedHashSet<>(
                given == null ? row.columns().keySet() : given);
        columns.retainAll(level.table().columns().keySet());
        columns.addAll(row.linked().keySet());
        return List.copyOf(columns);
    }
}
