package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Schema.Function;
import dev.loam.spec.random.Schema.Parameter;
import dev.loam.spec.random.Schema.Table;
import dev.loam.spec.random.Schema.Yields;
import java.util.ArrayList;
import java.util.List;

/// Throws functions of all the signatures a request can call.
final class FunctionMaker {
    private final Dice dice;
    private final Words names;
    private final List<Function> made = new ArrayList<>();

    private FunctionMaker(Dice dice) {
        this.dice = dice;
        this.names = new Words(dice);
    }

    static List<Function> make(Dice dice, List<Table> tables) {
        var maker = new FunctionMaker(dice);
        for (int i = 0; i < 3; i++) {
            maker.echo();
        }
        maker.variadic();
        maker.lists();
        maker.table();
        for (Table table : dice.some(tables, 3)) {
            maker.rows(table);
        }
        maker.nothing();
        maker.overloads();
        return List.copyOf(maker.made);
    }

    private String name() {
        return "f " + names.name();
    }

    /// One value: one of the parameters.
    private void echo() {
        var words = new Words(dice);
        List<Parameter> parameters = new ArrayList<>();
        int count = dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            boolean optional = i > 0 && (parameters.getLast().optional() || dice.oneIn(2));
            parameters.add(new Parameter(
                    words.name(), dice.pick(Kind.values()), optional, false));
        }
        int which = dice.below(count);
        made.add(new Function(name(), parameters, Yields.VALUE, parameters.get(which).kind(),
                null, List.of(), false, "select $" + (which + 1)));
    }

    private void variadic() {
        made.add(new Function(name(),
                List.of(new Parameter("pa rts", Kind.TEXT_ARRAY, false, true)),
                Yields.VALUE, Kind.TEXT, null, List.of(), false,
                "select array_to_string($1, '-', 'NULL')"));
    }

    private void lists() {
        made.add(new Function(name(),
                List.of(new Parameter("up?to", Kind.SMALL, true, false)),
                Yields.VALUES, Kind.INTEGER, null, List.of(), false,
                "select generate_series(1, least($1, 5))"));
    }

    private void table() {
        List<Column> rows = List.of(Column.plain("x", Kind.INTEGER),
                Column.plain("th\"e y", Kind.TEXT), Column.plain("z", Kind.JSONB));
        made.add(new Function(name(), List.of(new Parameter("a", Kind.TEXT, true, false)),
                Yields.TABLE, null, null, rows, false,
                "values (1, $1, '{\"a\":1}'::jsonb), (2, 'b', null), (3, null, '[1]')"));
    }

    private void rows(Table table) {
        boolean one = dice.oneIn(3);
        var parameter = new Parameter("n", Kind.INTEGER, true, false);
        made.add(new Function(name(), List.of(parameter), one ? Yields.ONE_ROW : Yields.ROWS,
                null, table, List.of(), false, "select * from " + table.sql()
                        + (one ? " order by " + Sql.list(table.key()) + " limit 1" : "")));
    }

    private void nothing() {
        made.add(new Function(name(), List.of(), Yields.NOTHING, null, null, List.of(), true,
                "select"));
    }

    private void overloads() {
        String name = name();
        for (int i = 1; i <= 2; i++) {
            List<Parameter> parameters = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                parameters.add(new Parameter("p" + j, Kind.INTEGER, false, false));
            }
            made.add(new Function(name, parameters, Yields.VALUE, Kind.TEXT, null, List.of(),
                    false, "select 'of " + i + "'"));
        }
    }
}
