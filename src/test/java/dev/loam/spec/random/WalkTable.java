package dev.loam.spec.random;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A thrown table to be walked page by page: a column `mark` that names each row to the test, a key
/// of some kind, and columns whose values repeat.
record WalkTable(String name, List<String> key, Map<String, Kind> columns, List<String> required) {
    private static final int COLUMNS_MAX = 4;

    static WalkTable make(String name, Dice dice) {
        Map<String, Kind> columns = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        List<Kind> ordered = Stream.of(Kind.values())
                .filter(Kind::ordered).toList();
        for (int i = 0; i < COLUMNS_MAX; i++) {
            columns.put("c" + i, dice.oneIn(5) ? Kind.JSONB : dice.pick(ordered));
            if (dice.oneIn(2)) {
                required.add("c" + i);
            }
        }
        List<String> key = dice.pick(List.of(
                List.of("mark"), List.of("uid"), List.of("c0", "mark"), List.of("uid", "c1")));
        key.stream().filter(columns::containsKey).filter(column -> !required.contains(column))
                .forEach(required::add);
        return new WalkTable(name, key, columns, required);
    }

    String sql() {
        return Sql.name(name);
    }

    String viewSql() {
        return Sql.name(view());
    }

    String view() {
        return name + " seen";
    }

    String script() {
        return "create table " + sql() + " (mark integer not null, uid uuid not null, "
                + columns.entrySet().stream().map(column -> column.getKey() + " "
                        + column.getValue().sql()
                        + (required.contains(column.getKey()) ? " not null" : ""))
                        .collect(Collectors.joining(", "))
                + ", primary key (" + String.join(", ", key) + "));\n"
                + "create view " + viewSql() + " as select * from " + sql() + ";\n"
                + "grant select on " + sql() + ", " + viewSql() + " to "
                + SchemaScript.ANONYMOUS + ";\n";
    }

    String insert(int mark, Dice dice) {
        List<String> values = new ArrayList<>();
        columns.forEach((name, kind) -> values.add(kind.literal(
                required.contains(name) || !dice.oneIn(4) ? kind.value(dice, null) : null)));
        String uid = "'%08x-%04x-4000-8000-%012x'".formatted(dice.below(4), mark, mark);
        return "insert into " + sql() + " values (" + mark + ", " + uid + ", "
                + String.join(", ", values) + ");\n";
    }
}
