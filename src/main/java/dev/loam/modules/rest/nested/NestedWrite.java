package dev.loam.modules.rest.nested;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Asked.Payload;
import dev.loam.kernel.query.Asked.Returned;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Planner;
import dev.loam.kernel.query.RelatedPlanner;
import dev.loam.kernel.query.Result;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.failure.NestedFailure;
import dev.loam.ports.database.Rows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A write of rows that have related rows in them.
///
/// What goes in is written level by level ([LevelWriter]); what is given back is read in the end,
/// by the keys of the outermost rows.
public final class NestedWrite {
    private final Ask ask;
    private final Catalog catalog;
    private final RelatedPlanner planner;
    private final Table table;
    private final List<Row> rows;
    private final Plan.Write plan;

    private NestedWrite(
            Ask ask, Catalog catalog, RelatedPlanner planner, Table table, List<Row> rows) {
        this.ask = ask;
        this.catalog = catalog;
        this.planner = planner;
        this.table = table;
        this.rows = rows;
        this.plan = planner.shown(table, ask.asked().shape(), returned(ask.asked()));
    }

    /// Null for a request that asks for nothing of the kind, or whose body has no row in another
    /// and is therefore a plain one.
    ///
    /// Fails: for names that are not known, and nested rows that cannot be.
    public static NestedWrite of(Ask ask, Catalog catalog, Planner.Options options) {
        if (ask.preferences().nested() == null
                || !(payload(ask.asked()) instanceof Payload.Json json)) {
            return null;
        }
        Table table = catalog.table(target(ask.asked()));
        if (table == null) {
            // The planner has the words for it.
            return null;
        }
        var planner = new RelatedPlanner(catalog, options);
        List<String> members = members(ask.asked());
        List<Row> rows = new BodyTree(json.utf8(), catalog, planner, members).rows(table);
        boolean nests = rows.stream().anyMatch(row -> !row.nested().isEmpty());
        boolean mixed = members == null && rows.stream()
                .map(row -> row.columns().keySet()).distinct().limit(2).count() > 1;
        if (!nests && !mixed) {
            return null;
        }
        var write = new NestedWrite(ask, catalog, planner, table, rows);
        write.require(json.array());
        return write;
    }

    private void require(boolean array) {
        if (!(ask.asked() instanceof Asked.Insert) && array) {
            throw new Refusal(new NestedFailure.WrongShape("", "one object"));
        }
        if (members(ask.asked()) != null) {
            members(ask.asked()).stream().filter(name -> !table.columns().containsKey(name))
                    .forEach(name -> known(name));
        }
        if (returned(ask.asked()) == Returned.ROWS && table.primaryKey().isEmpty()) {
            throw new Refusal(new NestedFailure.NoKey(table.name()));
        }
    }

    private void known(String name) {
        try {
            planner.relationship(table.name(), name);
        } catch (Refusal _) {
            throw new Refusal(planner.unknown(table, name));
        }
    }

    /// The plan of what the answer shows.
    public Plan plan() {
        return plan;
    }

    /// Writes everything and answers the outermost rows in this format.
    public Rows in(Statements statements, Format format) {
        var steps = new Steps(statements, planner);
        var levels = new LevelWriter(
                steps, catalog, Conduct.of(ask.asked(), ask.preferences().nested()));
        Returned returned = returned(ask.asked());
        var level = Level.alone(table, rows,
                returned == Returned.NOTHING ? Set.of() : Set.copyOf(table.primaryKey()), "");
        levels.above(level);
        RootWriter.Written written = new RootWriter(steps, planner, ask.asked()).write(level);
        levels.below(level);
        if (returned == Returned.ROWS) {
            show(steps, written, format);
        }
        return result(written, steps.last(), returned == Returned.ROWS);
    }

    private void show(Steps steps, RootWriter.Written written, Format format) {
        List<Row> named = new ArrayList<>();
        for (Row row : written.rows()) {
            var one = new Row(row.path(), Map.of(), Map.of());
            table.primaryKey().forEach(column -> one.link(column, row.key(column)));
            named.add(one);
        }
        Set<String> key = Set.copyOf(table.primaryKey());
        Rows shown = steps.run(
                planner.found(plan, RowObjects.of(named, table.primaryKey(), key)), format, null);
        long found = shown.number(0, Result.PAGE, 0);
        if (!plan.result().grouped() && found != named.size()) {
            throw new Refusal(new NestedFailure.RowsLost(
                    table.name().name(), table.name(), named.size(), found));
        }
    }

    /// One row as every statement yields it: the number of rows written, and of new ones, with the
    /// body and the settings as they are in the end.
    private static Rows result(RootWriter.Written written, Rows last, boolean shown) {
        byte[][] row = new byte[Result.INSERTED + 1][];
        row[Result.PAGE] = text(written.rows().size());
        row[Result.BODY] = shown ? last.bytes(0, Result.BODY) : null;
        row[Result.HEADERS] = last.bytes(0, Result.HEADERS);
        row[Result.STATUS] = last.bytes(0, Result.STATUS);
        row[Result.LOCATION] = written.location();
        row[Result.INSERTED] = text(written.inserted());
        return new Rows(last.columns(), List.<byte[][]>of(row), written.rows().size());
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static TableName target(Asked asked) {
        return switch (asked) {
            case Asked.Insert insert -> insert.target();
            case Asked.Put put -> put.target();
            case Asked.Update update -> update.target();
            case Asked.Read _, Asked.Delete _, Asked.Call _ -> null;
        };
    }

    private static Payload payload(Asked asked) {
        return switch (asked) {
            case Asked.Insert insert -> insert.payload();
            case Asked.Put put -> put.payload();
            case Asked.Update update -> update.payload();
            case Asked.Read _, Asked.Delete _, Asked.Call _ -> null;
        };
    }

    private static List<String> members(Asked asked) {
        return switch (asked) {
            case Asked.Insert insert -> insert.columns();
            case Asked.Update update -> update.columns();
            case Asked.Put _, Asked.Read _, Asked.Delete _, Asked.Call _ -> null;
        };
    }

    private static Returned returned(Asked asked) {
        return switch (asked) {
            case Asked.Insert insert -> insert.returned();
            case Asked.Put put -> put.returned();
            case Asked.Update update -> update.returned();
            case Asked.Read _, Asked.Delete _, Asked.Call _ -> Returned.NOTHING;
        };
    }
}
