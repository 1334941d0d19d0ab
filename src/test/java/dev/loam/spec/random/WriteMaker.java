package dev.loam.spec.random;

import dev.loam.spec.random.Read.Filter;
import dev.loam.spec.random.Read.Item;
import dev.loam.spec.random.Read.Operand;
import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Schema.Edge;
import dev.loam.spec.random.Schema.Link;
import dev.loam.spec.random.Schema.Table;
import dev.loam.spec.random.Schema.Trait;
import dev.loam.spec.random.Write.Resolution;
import dev.loam.spec.random.Write.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Throws writes, most of them of values that their columns can take.
final class WriteMaker {
    private final Schema schema;
    private final Rows rows;
    private final String owner;
    private final Dice dice;

    WriteMaker(Schema schema, Rows rows, String owner, Dice dice) {
        this.schema = schema;
        this.rows = rows;
        this.owner = owner;
        this.dice = dice;
    }

    Write of(Table table) {
        return switch (dice.pick(Way.INSERT, Way.INSERT, Way.UPDATE, Way.DELETE, Way.PUT)) {
            case INSERT -> insert(table);
            case UPDATE -> update(table);
            case DELETE -> new Write(Way.DELETE, table, shown(table), List.of(), List.of(),
                    Resolution.NONE, false);
            case PUT -> put(table);
        };
    }

    Write.Terms terms(Way way) {
        boolean bounded = (way == Way.UPDATE || way == Way.DELETE) && dice.oneIn(5);
        return new Write.Terms(dice.pick("minimal", "headers-only", "representation",
                "representation"), dice.oneIn(2), dice.oneIn(4), dice.oneIn(6),
                bounded ? (Integer) dice.below(3) : null);
    }

    private Write insert(Table table) {
        List<Column> columns = columns(table, true);
        // A view's columns have no defaults of their own to be named.
        boolean defaults = table.base() == null && dice.oneIn(3);
        List<Map<String, String>> made = new ArrayList<>();
        int count = dice.oneIn(10) ? 0 : dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            Map<String, String> row = row(table, columns);
            if (defaults && dice.oneIn(2)) {
                row.remove(dice.pick(columns).name());
            }
            made.add(row);
        }
        return new Write(Way.INSERT, table, withoutFilters(shown(table)), columns, made,
                dice.oneIn(2) ? Resolution.NONE : dice.pick(Resolution.values()), defaults);
    }

    private Write put(Table table) {
        List<Column> columns = columns(table, true);
        Map<String, String> row = row(table, columns);
        List<Filter> filters = new ArrayList<>();
        for (Column key : table.keyColumns()) {
            filters.add(new Filter.Test(new Operand(key, List.of()), false, "eq", null,
                    List.of(row.get(key.name()))));
        }
        Read shown = shown(table);
        return new Write(Way.PUT, table, new Read(shown.from(), shown.items(), filters, List.of(),
                null, null), columns, List.of(row), Resolution.MERGE, false);
    }

    private Write update(Table table) {
        List<Column> columns = columns(table, false);
        return new Write(Way.UPDATE, table, shown(table), columns,
                List.of(row(table, columns)), Resolution.NONE, false);
    }

    /// Some columns; the key and what cannot be missing among them when `whole`.
    private List<Column> columns(Table table, boolean whole) {
        List<Column> columns = new ArrayList<>();
        for (Column column : table.stored()) {
            boolean wanted = whole && column.required() ? !dice.oneIn(30) || isKey(table, column)
                    : !column.readable() ? dice.oneIn(30) : dice.oneIn(2);
            if (wanted) {
                columns.add(column);
            }
        }
        return columns.isEmpty() ? List.of(table.keyColumns().getFirst()) : columns;
    }

    private static boolean isKey(Table table, Column column) {
        return table.key().contains(column.name());
    }

    private Map<String, String> row(Table table, List<Column> columns) {
        Map<String, String> row = new HashMap<>();
        for (Column column : columns) {
            String mark = table.owned() && owner != null ? Rows.mark(owner) : null;
            String value = column.trait() == Trait.OWNER
                    ? owner == null || dice.oneIn(10) ? dice.pick(Rows.OWNERS) : owner
                    : isKey(table, column) ? key(column)
                    : dice.oneIn(5) ? null : column.kind().value(dice, mark);
            // A null in a body is SQL's, not JSON's.
            row.put(column.name(), "null".equals(value)
                    && column.kind().family() == Kind.Family.JSON ? null : value);
        }
        for (Edge edge : schema.edgesFrom(table)) {
            if (edge instanceof Edge.Up(Link link)) {
                point(link, row);
            }
        }
        return row;
    }

    private String key(Column column) {
        String seen = dice.oneIn(3) ? rows.seen(column, owner, dice) : null;
        return seen != null ? seen : Rows.key(column.kind(), dice.below(40), dice);
    }

    /// Lets a foreign key point to some row, so that not all writes fail.
    private void point(Link link, Map<String, String> row) {
        if (!row.keySet().containsAll(link.own()) || dice.oneIn(8)) {
            return;
        }
        List<Rows.Row> targets = rows.of(link.to());
        if (targets.isEmpty()) {
            return;
        }
        Rows.Row target = dice.pick(targets);
        Table base = link.to().base();
        for (int i = 0; i < link.own().size(); i++) {
            String other = link.other().get(i);
            String name = base == null ? other : link.to().bases().get(
                    link.to().columns().indexOf(link.to().column(other)));
            row.put(link.own().get(i), target.value(name));
        }
    }

    /// Which rows, and what is shown of them: nothing that hides any of them.
    private Read shown(Table table) {
        Read read = new ReadMaker(schema, rows, owner, dice).written(table);
        List<Item> items = new ArrayList<>(read.items().stream()
                .filter(item -> !(item instanceof Item.Embed embed && embed.inner())).toList());
        if (items.isEmpty()) {
            items.add(new Item.Star());
        }
        List<Filter> filters = read.filters().stream().filter(this::plain).toList();
        return new Read(read.from(), items, filters, List.of(), null, null);
    }

    private boolean plain(Filter filter) {
        return switch (filter) {
            case Filter.Test test -> test.operand().column().stored();
            case Filter.Group group -> group.members().stream().allMatch(this::plain);
            case Filter.Present _ -> false;
        };
    }

    private static Read withoutFilters(Read read) {
        return new Read(read.from(), read.items(), List.of(), List.of(), null, null);
    }
}
