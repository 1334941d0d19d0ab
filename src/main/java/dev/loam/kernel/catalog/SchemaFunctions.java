package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Makes functions of the rows of `functions.sql`.
final class SchemaFunctions {
    // Modes of pg_proc.proargmodes that take a value.
    private static final String IN = "ibv";
    // … and those that yield one.
    private static final String OUT = "obt";

    private final SchemaTypes types;
    private final SchemaColumns columns;
    private final SchemaRelations relations;

    SchemaFunctions(SchemaTypes types, SchemaColumns columns, SchemaRelations relations) {
        this.types = types;
        this.columns = columns;
        this.relations = relations;
    }

    Map<FunctionName, List<Function>> functions(Rows rows) throws CatalogUnreadable {
        var functions = new LinkedHashMap<FunctionName, List<Function>>();
        for (int row = 0; row < rows.size(); row++) {
            Function function = function(rows, row);
            if (!function.callable()) {
                continue;
            }
            functions.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
        }
        functions.replaceAll((_, overloads) -> List.copyOf(overloads));
        return functions;
    }

    private Function function(Rows rows, int row) throws CatalogUnreadable {
        var name = new FunctionName(rows.text(row, 1), rows.text(row, 2));
        List<Argument> arguments = arguments(rows, row);
        int required = (int) rows.number(row, 8, 0);
        var parameters = new ArrayList<Function.Parameter>();
        for (Argument argument : arguments) {
            if (IN.indexOf(argument.mode()) >= 0) {
                parameters.add(new Function.Parameter(argument.name(), argument.type().text(),
                        parameters.size() < required, argument.mode() == 'v'));
            }
        }
        var returns = returns(types.type(rows.number(row, 4, 0), SchemaTypes.PLAIN),
                rows.text(row, 5).equals("t"), arguments);
        return new Function(name, rows.text(row, 3), List.copyOf(parameters), returns,
                volatility(rows.text(row, 6)), rows.text(row, 7).equals("t"),
                settings(rows.text(row, 13)));
    }

    private record Argument(char mode, String name, SchemaTypes.Type type) {
    }

    private List<Argument> arguments(Rows rows, int row) throws CatalogUnreadable {
        String all = rows.text(row, 10);
        long[] typeIds = CellText.numbers(all == null ? rows.text(row, 9) : all);
        String modes = rows.text(row, 11);
        List<String> names = CellText.strings(rows.text(row, 12));
        var arguments = new ArrayList<Argument>(typeIds.length);
        for (int i = 0; i < typeIds.length; i++) {
            // Modes look like `{i,o,t}`; without any, all arguments are IN.
            char mode = modes == null ? 'i' : modes.charAt(2 * i + 1);
            arguments.add(new Argument(mode, i < names.size() ? names.get(i) : "",
                    types.type(typeIds[i], SchemaTypes.PLAIN)));
        }
        return arguments;
    }

    private Function.Returns returns(SchemaTypes.Type type, boolean set, List<Argument> arguments) {
        if (type.relation() != 0) {
            return new Function.Returns(set, true, type.text(), relations.name(type.relation()),
                    columns.of(type.relation()));
        }
        var results = new ArrayList<Column>();
        for (Argument argument : arguments) {
            if (OUT.indexOf(argument.mode()) >= 0) {
                // PostgreSQL names an unnamed result by its place among the results.
                String name = argument.name().isEmpty()
                        ? "column" + (results.size() + 1) : argument.name();
                results.add(argument.type().column(name));
            }
        }
        return new Function.Returns(
                set, !results.isEmpty(), type.text(), null, List.copyOf(results));
    }

    private static Function.Volatility volatility(String provolatile) {
        return switch (provolatile) {
            case "i" -> Function.Volatility.IMMUTABLE;
            case "s" -> Function.Volatility.STABLE;
            default -> Function.Volatility.VOLATILE;
        };
    }

    private static Map<String, String> settings(String json) {
        var settings = new LinkedHashMap<String, String>();
        for (String setting : CellText.strings(json)) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals).toLowerCase(Locale.ROOT),
                    setting.substring(equals + 1));
        }
        return Map.copyOf(settings);
    }
}
