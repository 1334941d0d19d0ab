package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Function;
import dev.loam.spec.random.Schema.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/// Throws function calls with arguments that fit.
final class CallMaker {
    private final Schema schema;
    private final Rows rows;
    private final String owner;
    private final Dice dice;

    CallMaker(Schema schema, Rows rows, String owner, Dice dice) {
        this.schema = schema;
        this.rows = rows;
        this.owner = owner;
        this.dice = dice;
    }

    Call call() {
        Function function = dice.pick(schema.functions());
        Map<String, String> arguments = new LinkedHashMap<>();
        for (Parameter parameter : function.parameters()) {
            if (!parameter.optional() || dice.oneIn(2)) {
                arguments.put(parameter.name(), value(parameter));
            }
        }
        Read read = switch (function.yields()) {
            case ROWS, ONE_ROW, TABLE -> new ReadMaker(schema, rows, owner, dice)
                    .called(function, arguments);
            case VALUE, VALUES, NOTHING -> null;
        };
        return new Call(function, arguments, read);
    }

    /// What reads as a filter is taken for one in a query string, and JSON's null is SQL's in a
    /// body: neither is thrown.
    private String value(Parameter parameter) {
        String value = parameter.variadic() ? dice.pick("{}", "{a}", "{a,b}", "{\"x,y\",z}")
                : parameter.kind().value(dice, null);
        boolean filter = value.matches("(?s)[ \"]*[a-z]+(\\(.*\\))?\\..*");
        return filter || value.equals("null") ? value(parameter) : value;
    }
}
