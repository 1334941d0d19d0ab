package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Function;
import dev.loam.spec.random.Schema.Parameter;
import java.util.Map;
import java.util.stream.Collectors;

/// A function call in SQL.
final class CallOracle {
    private CallOracle() {
    }

    static String expression(Function function, Map<String, String> arguments) {
        return Sql.name(function.name()) + "(" + function.parameters().stream()
                .filter(parameter -> arguments.containsKey(parameter.name()))
                .map(parameter -> argument(parameter, arguments.get(parameter.name())))
                .collect(Collectors.joining(", ")) + ")";
    }

    private static String argument(Parameter parameter, String value) {
        return (parameter.variadic() ? "variadic " : "") + Sql.quoted(parameter.name()) + " => "
                + parameter.kind().argument(value);
    }

    /// One text: the value, or values, of a function that yields no rows, as JSON.
    static String values(Function function, Map<String, String> arguments) {
        String call = expression(function, arguments);
        if (function.kind() == Kind.PAIR) {
            // A row, if of NULLs, where there is none.
            return "select row_to_json(v)::text from " + call + " as v";
        }
        return function.yields() == Schema.Yields.VALUES
                ? "select coalesce(json_agg(v), '[]')::text from " + call + " as all_of(v)"
                : "select coalesce(to_json(" + call + ")::text, 'null')";
    }
}
