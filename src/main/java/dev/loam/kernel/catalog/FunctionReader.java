package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/// Reads what the database says of functions, so many at a time that memory stays bounded.
final class FunctionReader {
    private static final int CHUNK = 2_000;
    // Modes of pg_proc.proargmodes that take a value.
    private static final String IN = "ibv";
    // … and those that yield one.
    private static final String OUT = "obt";

    private final CatalogQueries queries;
    private final SchemaTypes types;
    private final String schemas;
    private final Shared shared = new Shared();

    FunctionReader(CatalogQueries queries, SchemaTypes types, List<String> schemas) {
        this.queries = queries;
        this.types = types;
        this.schemas = CatalogQueries.names(schemas);
    }

    /// Those of the ids that are functions of any interest go to the sink with their id.
    void read(Collection<Long> ids, BiConsumer<Long, KnownFunction> sink)
            throws CatalogUnreadable {
        List<Long> sorted = ids.stream().sorted().toList();
        for (int from = 0; from < sorted.size(); from += CHUNK) {
            List<Long> chunk = sorted.subList(from, Math.min(sorted.size(), from + CHUNK));
            Rows rows = queries.rows("functions", CatalogQueries.numbers(chunk), schemas);
            var keys = new HashSet<SchemaTypes.Key>();
            for (int row = 0; row < rows.size(); row++) {
                if (isExposed(rows, row)) {
                    keys.addAll(keys(rows, row));
                }
            }
            types.learn(keys);
            for (int row = 0; row < rows.size(); row++) {
                KnownFunction function = function(rows, row);
                if (function.exposed() != null || function.computed() != null) {
                    sink.accept(rows.number(row, 0, 0), function);
                }
            }
        }
    }

    private static boolean isExposed(Rows rows, int row) {
        return rows.text(row, 14).equals("t");
    }

    /// The types of the arguments, then that of the result.
    private static List<SchemaTypes.Key> keys(Rows rows, int row) {
        String all = rows.text(row, 10);
        var keys = new ArrayList<SchemaTypes.Key>();
        for (long id : CellText.numbers(all == null ? rows.text(row, 9) : all)) {
            keys.add(new SchemaTypes.Key(id, SchemaTypes.PLAIN));
        }
        keys.add(new SchemaTypes.Key(rows.number(row, 4, 0), SchemaTypes.PLAIN));
        return keys;
    }

    private KnownFunction function(Rows rows, int row) throws CatalogUnreadable {
        var name = new FunctionName(shared.one(rows.text(row, 1)), rows.text(row, 2));
        KnownFunction.Computed computed = rows.text(row, 16) == null ? null
                : new KnownFunction.Computed(rows.number(row, 15, 0), rows.number(row, 16, 0),
                        rows.text(row, 17).equals("t"));
        if (!isExposed(rows, row)) {
            return new KnownFunction(name, null, List.of(), 0, computed);
        }
        List<SchemaTypes.Key> keys = keys(rows, row);
        List<Argument> arguments = arguments(rows, row, keys);
        SchemaTypes.Type result = types.type(keys.getLast());
        int required = (int) rows.number(row, 8, 0);
        var parameters = new ArrayList<Function.Parameter>();
        for (Argument argument : arguments) {
            if (IN.indexOf(argument.mode()) >= 0) {
                parameters.add(new Function.Parameter(argument.name(), argument.type().text(),
                        parameters.size() < required, argument.mode() == 'v'));
            }
        }
        var function = new Function(name, rows.text(row, 3), List.copyOf(parameters),
                returns(result, rows.text(row, 5).equals("t"), arguments),
                volatility(rows.text(row, 6)), rows.text(row, 7).equals("t"),
                settings(rows.text(row, 13)));
        return function.callable()
                ? new KnownFunction(name, function, List.copyOf(keys), result.relation(), computed)
                : new KnownFunction(name, null, List.of(), 0, computed);
    }

    private record Argument(char mode, String name, SchemaTypes.Type type) {
    }

    private List<Argument> arguments(Rows rows, int row, List<SchemaTypes.Key> keys)
            throws CatalogUnreadable {
        String modes = rows.text(row, 11);
        List<String> names = CellText.strings(rows.text(row, 12));
        var arguments = new ArrayList<Argument>(keys.size());
        for (int i = 0; i < keys.size() - 1; i++) {
            // Modes look like `{i,o,t}`; without any, all arguments are IN.
            char mode = modes == null ? 'i' : modes.charAt(2 * i + 1);
            arguments.add(new Argument(mode, i < names.size() ? shared.one(names.get(i)) : "",
                    types.type(keys.get(i))));
        }
        return arguments;
    }

    private static Function.Returns returns(
            SchemaTypes.Type type, boolean set, List<Argument> arguments) {
        var results = new ArrayList<Column>();
        for (Argument argument : arguments) {
            if (type.relation() == 0 && OUT.indexOf(argument.mode()) >= 0) {
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
