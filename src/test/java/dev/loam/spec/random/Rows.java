package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Schema.Edge;
import dev.loam.spec.random.Schema.Link;
import dev.loam.spec.random.Schema.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows that the tables begin with. Each owned row, and each value nobody may read, bears a
/// mark that no answer may show to anybody else.
final class Rows {
    static final List<String> OWNERS = List.of("ann", "ben");
    /// The mark of what nobody may see.
    static final String NOBODY = mark("nobody");

    private final Map<Table, List<Row>> rows = new IdentityHashMap<>();
    private final Dice dice;
    private final Schema schema;

    private Rows(Schema schema, Dice dice) {
        this.schema = schema;
        this.dice = dice;
    }

    /// Values by column; a null one is NULL. `owner` is null for a row of everybody's.
    record Row(String owner, Map<String, String> values) {
        String value(String column) {
            return values.get(column);
        }
    }

    static Rows make(Schema schema, Dice dice) {
        var made = new Rows(schema, dice);
        schema.tables().stream().filter(table -> table.base() == null).forEach(made::fill);
        return made;
    }

    /// What the rows of an owner bear.
    static String mark(String owner) {
        return "zq7" + owner + "7qz";
    }

    List<Row> of(Table table) {
        return rows.getOrDefault(table.base() == null ? table : table.base(), List.of());
    }

    /// A value that stands in the column in some row that `owner` may see; null where none does.
    String seen(Column column, String owner, Dice by) {
        Table table = schema.tables().stream()
                .filter(one -> one.columns().stream().anyMatch(each -> each == column))
                .findFirst().orElse(null);
        if (table == null || !column.stored() || !column.readable()) {
            return null;
        }
        String name = table.base() == null ? column.name()
                : table.bases().get(table.columns().indexOf(column));
        List<String> values = of(table).stream()
                .filter(row -> row.owner() == null || row.owner().equals(owner))
                .map(row -> row.value(name)).filter(value -> value != null).toList();
        return values.isEmpty() ? null : by.pick(values);
    }

    private void fill(Table table) {
        List<Link> links = new ArrayList<>();
        for (Edge edge : schema.edgesFrom(table)) {
            if (edge instanceof Edge.Up(Link link) && link.to().base() == null) {
                links.add(link);
            }
        }
        List<Row> all = new ArrayList<>();
        rows.put(table, all);
        int count = dice.oneIn(8) ? 0 : dice.between(1, 20);
        Set<List<String>> keys = new HashSet<>();
        Map<Link, Set<List<String>>> used = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Row row = row(table, i);
            boolean whole = true;
            for (Link link : links) {
                whole &= point(link, row, all, used.computeIfAbsent(link, _ -> new HashSet<>()));
            }
            List<String> key = table.key().stream().map(row::value).toList();
            if (whole && keys.add(key)) {
                all.add(row);
            }
        }
    }

    private Row row(Table table, int number) {
        String owner = table.owned() ? dice.pick(OWNERS) : null;
        Map<String, String> values = new HashMap<>();
        for (Column column : table.stored()) {
            String value = switch (column.trait()) {
                case OWNER -> owner;
                case UNGRANTED -> NOBODY;
                default -> table.key().contains(column.name()) ? key(column.kind(), number, dice)
                        : !column.required() && dice.oneIn(4) ? null
                        : column.kind().value(dice, owner == null ? null : mark(owner));
            };
            values.put(column.name(), value);
        }
        return new Row(owner, values);
    }

    /// A value that no other number has.
    static String key(Kind kind, int number, Dice dice) {
        return switch (kind) {
            case INTEGER -> Integer.toString(number);
            case BIGINT -> Long.toString(9007199254740993L + number);
            case UUID -> "00000000-0000-0000-0000-%012x".formatted(number);
            case DATE -> LocalDate.of(2026, 1, 1).plusDays(number).toString();
            case TEXT -> Words.text(dice) + number;
            default -> throw new IllegalArgumentException(kind + " is no key");
        };
    }

    /// Points the row to one of those of the link's table; false where it has to and cannot.
    private boolean point(Link link, Row row, List<Row> own, Set<List<String>> used) {
        List<Row> targets = link.self() ? own : of(link.to());
        boolean required = link.from().column(link.own().getFirst()).required();
        boolean nowhere = targets.isEmpty() || !required && dice.oneIn(4);
        List<String> values = new ArrayList<>();
        if (!nowhere) {
            Row target = dice.pick(targets);
            link.other().forEach(name -> values.add(target.value(name)));
            nowhere = link.unique() && !used.add(values);
        }
        for (int i = 0; i < link.own().size(); i++) {
            row.values().put(link.own().get(i), nowhere ? null : values.get(i));
        }
        return !nowhere || !required;
    }
}
