package dev.loam.spec.random;

import dev.loam.spec.random.Read.Filter;
import dev.loam.spec.random.Read.From;
import dev.loam.spec.random.Read.Item;
import dev.loam.spec.random.Read.Operand;
import dev.loam.spec.random.Read.Sort;
import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Schema.Edge;
import dev.loam.spec.random.Schema.Link;
import dev.loam.spec.random.Schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Throws reads that are well formed, of what the schema has.
final class ReadMaker {
    private static final int DEPTH_MAX = 3;
    private static final List<String> CASTS = List.of("integer", "json", "jsonb", "nosuch",
            "regclass", "char", "void", "setof int", "interval day to second", "record", "xml",
            "timestamp with time zone", "bytea", "name", "cstring", "point", "money");

    private final Schema schema;
    private final TestMaker tests;
    private final Dice dice;
    private int aliases;

    private final boolean careless;

    /// `owner` is who asks, whose values the filters look for.
    ReadMaker(Schema schema, Rows rows, String owner, Dice dice) {
        this(schema, rows, owner, dice, false);
    }

    /// `careless` also throws what does not fit.
    ReadMaker(Schema schema, Rows rows, String owner, Dice dice, boolean careless) {
        this.schema = schema;
        this.dice = dice;
        this.careless = careless;
        this.tests = new TestMaker(rows, owner, dice, careless);
    }

    Read whole() {
        return of(dice.pick(schema.tables()));
    }

    Read of(Table table) {
        return dice.oneIn(10) ? grouped(table) : level(new From.Whole(table), table, 0, true);
    }

    Read called(Schema.Function function, Map<String, String> arguments) {
        return level(new From.Called(function, arguments), function.table(), 0, true);
    }

    /// Conditions on rows to be written, and what is to be shown of them.
    Read written(Table table) {
        Read read = level(new From.Whole(table), table, DEPTH_MAX - 1, false);
        return new Read(read.from(), read.items(), read.filters(), List.of(), null, null);
    }

    private Read level(From from, Table table, int depth, boolean cuts) {
        List<Column> columns = from.columns().stream()
                .filter(column -> column.readable() || dice.oneIn(40)).toList();
        List<Item> items = new ArrayList<>();
        if (dice.oneIn(columns.size() == from.columns().size() ? 2 : 20)) {
            items.add(new Item.Star());
        } else {
            dice.some(columns, 4).forEach(column -> items.add(value(column)));
        }
        List<Edge> edges = table == null ? List.of() : schema.edgesFrom(table);
        List<Edge> chosen = depth >= DEPTH_MAX ? List.of() : dice.some(edges, 2);
        for (Edge edge : chosen) {
            boolean alone = chosen.size() == 1 && columns.stream()
                    .noneMatch(column -> column.name().equals(target(edge)));
            items.add(embed(edge, depth, alone));
        }
        if (items.isEmpty()) {
            items.add(new Item.Star());
        }
        List<Filter> filters = new ArrayList<>();
        for (Column column : dice.some(columns, 3)) {
            filters.add(dice.oneIn(4) ? group(columns, items, 0) : tests.test(column));
        }
        for (Item item : items) {
            if (item instanceof Item.Embed embed && dice.oneIn(6)) {
                filters.add(new Filter.Present(embed, dice.oneIn(2)));
            }
        }
        boolean cut = cuts && dice.oneIn(3);
        List<Sort> sorts = cut || dice.oneIn(3) ? sorts(columns, items, table) : List.of();
        return new Read(from, items, filters, sorts, cut ? (Integer) dice.below(6) : null,
                cut && dice.oneIn(2) ? (Integer) dice.below(4) : null);
    }

    private Item.Value value(Column column) {
        List<Read.Step> path = dice.oneIn(2) ? tests.path(column) : List.of();
        String alias = dice.oneIn(4) ? alias() : null;
        String cast = !dice.oneIn(5) ? null : careless ? dice.pick(CASTS) : "text";
        return new Item.Value(new Operand(column, path), alias, cast);
    }

    private String alias() {
        return dice.pick("a", "al ias", "q\"", "😀", "x.y", "select") + "_" + ++aliases;
    }

    /// What is spread has no alias, so it must be the only one of its name.
    private Item.Embed embed(Edge edge, int depth, boolean alone) {
        boolean inner = dice.oneIn(4);
        boolean spread = alone && dice.oneIn(3);
        Read child = level(new From.Whole(edge.to()), edge.to(), depth + 1, !edge.toOne());
        return new Item.Embed(edge, spread ? target(edge) : alias(), inner, spread,
                dice.below(5) > 0, child);
    }

    private static String target(Edge edge) {
        return switch (edge) {
            case Edge.Computed computed -> computed.name();
            case Edge.Up(Link link) -> link.self() ? link.name() : edge.to().name();
            case Edge.Down _, Edge.Across _ -> edge.to().name();
        };
    }

    private Filter group(List<Column> columns, List<Item> items, int depth) {
        List<Filter> members = new ArrayList<>();
        int count = dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            boolean deeper = depth < 2 && dice.oneIn(4);
            members.add(deeper ? group(columns, items, depth + 1)
                    : tests.test(dice.pick(columns)));
        }
        for (Item item : items) {
            if (item instanceof Item.Embed embed && dice.oneIn(5)) {
                members.add(new Filter.Present(embed, dice.oneIn(2)));
            }
        }
        return new Filter.Group(dice.oneIn(4), dice.oneIn(2), members);
    }

    /// Random ones, and then the key, so that the order is total.
    private List<Sort> sorts(List<Column> columns, List<Item> items, Table table) {
        List<Sort> sorts = new ArrayList<>();
        for (Column column : dice.some(columns, 2)) {
            if (column.kind().ordered()) {
                sorts.add(sort(new Operand(column, List.of()), null));
            } else if (column.kind().family() == Kind.Family.JSON) {
                sorts.add(sort(new Operand(column,
                        List.of(new Read.Step(true, "a", null))), null));
            }
        }
        for (Item item : items) {
            if (item instanceof Item.Embed embed && embed.edge().toOne() && dice.oneIn(2)) {
                sorts.add(sort(new Operand(embed.edge().to().keyColumns().getFirst(),
                        List.of()), embed));
            }
        }
        List<Column> total = table == null ? columns.stream()
                .filter(column -> column.kind().ordered()).toList() : table.keyColumns();
        total.forEach(column -> sorts.add(sort(new Operand(column, List.of()), null)));
        return sorts;
    }

    private Sort sort(Operand operand, Item.Embed related) {
        Boolean descending = dice.oneIn(3) ? null : Boolean.valueOf(dice.oneIn(2));
        Boolean nullsFirst = dice.oneIn(2) ? null : Boolean.valueOf(dice.oneIn(2));
        return new Sort(operand, descending, nullsFirst, related);
    }

    private Read grouped(Table table) {
        List<Column> columns = table.readable().stream().filter(Column::stored).toList();
        List<Item> items = new ArrayList<>();
        for (Column column : dice.some(columns, 2)) {
            if (column.kind().equal()) {
                items.add(new Item.Value(new Operand(column, List.of()), null, null));
            }
        }
        items.add(new Item.Aggregate("count", null, null));
        for (Column column : dice.some(columns, 2)) {
            String function = column.kind().family() == Kind.Family.NUMBER
                    ? dice.pick("sum", "avg", "min", "max", "count") : "count";
            items.add(new Item.Aggregate(function, column, alias()));
        }
        List<Filter> filters = new ArrayList<>();
        dice.some(columns, 2).forEach(column -> filters.add(tests.test(column)));
        return new Read(new From.Whole(table), items, filters, List.of(), null, null);
    }
}
