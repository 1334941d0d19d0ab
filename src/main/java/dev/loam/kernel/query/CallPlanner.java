package dev.loam.kernel.query;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Function.Parameter;
import dev.loam.kernel.query.Asked.Arguments;
import dev.loam.kernel.query.Asked.At;
import dev.loam.kernel.query.Asked.Shape;
import dev.loam.kernel.query.Plan.Given;
import dev.loam.kernel.query.Plan.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Chooses the overload that a call means and plans it.
///
/// An overload fits when it has a parameter for each argument and an argument for each required
/// parameter; one that takes named arguments goes before one with a single unnamed parameter.
/// Source: PostgREST documentation, "Functions as RPC".
final class CallPlanner {
    /// The SQL alias of a function's result.
    static final String RESULT = "pgrst_call";

    private CallPlanner() {
    }

    static Plan call(Asked.Call asked, Catalog catalog, Planner.Options options) {
        List<Function> overloads = catalog.functionsNamed(asked.target());
        Chosen chosen = switch (asked.arguments()) {
            case Arguments.Json json -> json(catalog, asked.target(), overloads, json);
            case Arguments.Named named -> named(catalog, asked.target(), overloads, named);
            case Arguments.Whole whole -> whole(catalog, asked.target(), overloads, whole);
        };
        Function function = chosen.function();
        Shape shape = with(asked.shape(), chosen.filters());
        var called = new Source.Called(function, chosen.given());
        var ground = ground(catalog, called, shape);
        var planner = new NodePlanner(catalog,
                ground.origin() == null ? asked.target().schema() : ground.origin().schema(),
                shape, bounded(function, options));
        Plan.Node result = planner.plan(ground);
        return new Plan.Call(called, result, asked.totals(), planner.renamed(),
                Touching.of(called, result, ground.columns(), catalog));
    }

    private record Chosen(Function function, Given given, List<At<Condition>> filters) {
    }

    private static Chosen json(
            Catalog catalog, FunctionName name, List<Function> overloads, Arguments.Json json) {
        List<Function> fitting =
                overloads.stream().filter(one -> fits(one, json.keys())).toList();
        if (fitting.isEmpty()) {
            List<Function> unnamed = json.whole() ? unnamed(overloads, "json") : List.of();
            if (unnamed.isEmpty()) {
                throw new Refusal(new PlanFailure.UnknownFunction(name, json.keys(),
                        json.whole() ? "json/jsonb" : null,
                        Hints.function(catalog, name, json.keys())));
            }
            Function function = only(unnamed);
            return new Chosen(function,
                    new Given.Whole(json.utf8(), function.parameters().getFirst()), List.of());
        }
        Function function = only(fitting);
        Set<String> keys = Set.copyOf(json.keys());
        List<Parameter> given = function.parameters().stream()
                .filter(parameter -> keys.contains(parameter.name())).toList();
        return new Chosen(function, new Given.Json(json.utf8(), json.array(), given), List.of());
    }

    private static Chosen named(
            Catalog catalog, FunctionName name, List<Function> overloads, Arguments.Named named) {
        // What reads as a filter is one, unless no overload fits that way.
        Set<String> plain = named.values().keySet();
        List<Function> fitting = overloads.stream().filter(one -> fits(one, plain)).toList();
        Map<String, List<String>> arguments = named.values();
        if (fitting.isEmpty()) {
            arguments = new LinkedHashMap<>(named.filterTexts());
            arguments.putAll(named.values());
            Set<String> all = arguments.keySet();
            fitting = overloads.stream().filter(one -> requires(one, all)
                    && names(one).containsAll(plain)).toList();
        }
        if (fitting.isEmpty()) {
            List<String> searched = List.copyOf(plain);
            throw new Refusal(new PlanFailure.UnknownFunction(
                    name, searched, null, Hints.function(catalog, name, searched)));
        }
        Function function = only(fitting);
        List<Given.Argument> given = new ArrayList<>();
        Map<String, At<Condition>> filters = new LinkedHashMap<>(named.filters());
        for (Parameter parameter : function.parameters()) {
            List<String> values = arguments.get(parameter.name());
            if (values != null) {
                given.add(new Given.Argument(parameter, values));
                if (!plain.contains(parameter.name())) {
                    filters.remove(parameter.name());
                }
            }
        }
        return new Chosen(function, new Given.Named(given), List.copyOf(filters.values()));
    }

    private static Chosen whole(
            Catalog catalog, FunctionName name, List<Function> overloads, Arguments.Whole whole) {
        List<Function> fitting = unnamed(overloads, whole.kind());
        if (fitting.isEmpty()) {
            throw new Refusal(whole.otherwise() != null ? whole.otherwise()
                    : new PlanFailure.UnknownFunction(name, List.of(), whole.kind(), null));
        }
        Function function = only(fitting);
        return new Chosen(function,
                new Given.Whole(whole.body(), function.parameters().getFirst()), List.of());
    }

    private static boolean fits(Function function, Collection<String> arguments) {
        Set<String> names = names(function);
        return names.containsAll(arguments) && requires(function, arguments);
    }

    private static Set<String> names(Function function) {
        return function.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    }

    private static boolean requires(Function function, Collection<String> arguments) {
        return function.parameters().stream().filter(Parameter::required)
                .allMatch(parameter -> arguments.contains(parameter.name()));
    }

    private static List<Function> unnamed(List<Function> overloads, String kind) {
        return overloads.stream().filter(one -> one.parameters().size() == 1
                && one.parameters().getFirst().name().isEmpty()
                && (one.parameters().getFirst().type().equals(kind)
                        || kind.equals("json")
                                && one.parameters().getFirst().type().equals("jsonb"))).toList();
    }

    private static Function only(List<Function> fitting) {
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        throw new Refusal(new PlanFailure.AmbiguousFunction(fitting.stream()
                .map(one -> one.name() + "(" + one.parameters().stream()
                        .map(parameter -> parameter.name() + " => " + parameter.type())
                        .collect(Collectors.joining(", ")) + ")")
                .toList()));
    }

    private static Shape with(Shape shape, List<At<Condition>> filters) {
        if (filters.isEmpty()) {
            return shape;
        }
        List<At<Condition>> all = new ArrayList<>(shape.filters());
        all.addAll(filters);
        return new Shape(shape.select(), all, shape.orders(), shape.slices());
    }

    private static NodePlanner.Ground ground(
            Catalog catalog, Source.Called called, Shape shape) {
        Function.Returns returns = called.function().returns();
        TableName table = returns.table();
        Map<String, Column> columns = new LinkedHashMap<>();
        if (table != null && catalog.table(table) != null) {
            columns.putAll(catalog.table(table).columns());
        } else {
            returns.columns().forEach(column -> columns.put(column.name(), column));
        }
        return new NodePlanner.Ground(table, called, alias(called.function(), shape), columns);
    }

    /// A volatile function's rows are written rows: no bound may hide them.
    private static Planner.Options bounded(Function function, Planner.Options options) {
        return function.volatility() == Function.Volatility.VOLATILE && !function.returns().set()
                ? options.unbounded() : options;
    }

    /// What qualifies the result's columns, as clients see in PostgreSQL's messages: the type of
    /// its rows, or the function that yields plain values; where columns are chosen, the call.
    private static String alias(Function function, Shape shape) {
        Function.Returns returns = function.returns();
        if (!returns.row()) {
            return function.name().name();
        }
        // Without a table behind it, the alias is what relationships are looked for by.
        boolean chosen = shape.select().stream().allMatch(
                one -> one instanceof Selected.Column column ? !column.isAll()
                        : returns.table() != null);
        if (chosen) {
            return RESULT;
        }
        String type = returns.type();
        return returns.table() != null ? returns.table().name()
                : type.substring(type.lastIndexOf('.') + 1).replace("\"", "");
    }
}
