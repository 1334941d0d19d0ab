package dev.loam.modules.rest.grammar;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Condition;
import dev.loam.kernel.query.Order;
import dev.loam.kernel.query.Selected;
import dev.loam.modules.rest.grammar.diagnosis.Diagnosis.Language;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Sorts the parameters of a query string out and reads each by its grammar.
///
/// Reserved names are `select`, `columns`, `on_conflict`, and, at the top or after the path of an
/// embedded relation, `order`, `limit`, `offset`, `and`, `or`, `not.and`, `not.or`. Every other
/// name is a filter. Given twice, filters and trees all count; of selections, orders and lists of
/// columns the first counts, of limits and offsets the last. `cursor` names a column as well,
/// unless its value begins with `~`, as that of no filter does.
///
/// Bounds: [Budget]. Fails with a `Refusal` of [GrammarFailure], never otherwise.
public final class QueryGrammar {
    private final Budget budget = new Budget();
    private final boolean function;
    private final List<Asked.At<Condition>> filters = new ArrayList<>();
    private final Map<List<String>, List<Order>> orders = new LinkedHashMap<>();
    private final Map<List<String>, Asked.Slice> slices = new LinkedHashMap<>();
    private final List<RawParam> plain = new ArrayList<>();
    private List<Selected> select;
    private List<String> columns;
    private List<String> onConflict;
    private String cursor;

    private QueryGrammar(boolean function) {
        this.function = function;
    }

    /// `function` says that parameters may be the arguments of a call. Then one that reads as a
    /// filter is offered both as an argument and as a filter, and one that does not only as an
    /// argument; which it is, the planner knows when it knows the function.
    public static ParsedQuery parse(List<RawParam> params, boolean function) {
        var grammar = new QueryGrammar(function);
        for (var param : params) {
            grammar.read(param);
        }
        return grammar.parsed(params);
    }

    private void read(RawParam param) {
        switch (param.name()) {
            case "select" -> {
                if (select == null) {
                    select = SelectGrammar.parse(param.value(), budget);
                }
            }
            case "columns" -> {
                if (columns == null) {
                    columns = names("columns parameter", param.value());
                }
            }
            case "on_conflict" -> {
                if (onConflict == null) {
                    onConflict = names("on_conflict parameter", param.value());
                }
            }
            case "order", "limit", "offset", "and", "or", "not.and", "not.or" ->
                    reserved(List.of(), param.name(), param.value());
            case "cursor" -> {
                if (function || !param.value().startsWith("~")) {
                    readDotted(param);
                } else if (cursor == null) {
                    cursor = param.value().substring(1);
                }
            }
            default -> readDotted(param);
        }
    }

    private void readDotted(RawParam param) {
        String name = param.name();
        int dot = name.lastIndexOf('.');
        if (dot < 0 || !isReserved(name, dot + 1)) {
            plain.add(param);
            if (!function) {
                filters.add(FilterGrammar.parse(param, budget));
            }
            return;
        }
        boolean logic = name.endsWith("and") || name.endsWith("or");
        if (logic && name.startsWith(".not", dot - 4)) {
            dot -= 4;
        }
        var path = FilterGrammar.relationPath(name, dot, budget);
        reserved(path, name.substring(dot + 1), param.value());
    }

    private static boolean isReserved(String name, int start) {
        return switch (name.substring(start)) {
            case "order", "limit", "offset", "and", "or" -> true;
            default -> false;
        };
    }

    private void reserved(List<String> path, String name, String value) {
        switch (name) {
            case "order" -> {
                if (!orders.containsKey(path)) {
                    orders.put(path, OrderGrammar.parse(value, budget));
                }
            }
            case "limit" -> {
                Long limit = numberOrNull(path, "Limit", value);
                if (limit != null) {
                    slices.merge(path, new Asked.Slice(0, limit),
                            (old, _) -> new Asked.Slice(old.offset(), limit));
                }
            }
            case "offset" -> {
                Long offset = numberOrNull(path, "Offset", value);
                if (offset != null) {
                    slices.merge(path, new Asked.Slice(offset, null),
                            (old, _) -> new Asked.Slice(offset, old.limit()));
                }
            }
            default -> filters.add(
                    new Asked.At<>(path, TreeGrammar.parse(name, value, budget)));
        }
    }

    private List<String> names(String what, String value) {
        var cursor = new Cursor(what, value, 0, budget);
        var names = new ArrayList<String>();
        try {
            do {
                names.add(cursor.name(Cursor.FIELD_NAME));
            } while (cursor.accept(','));
            cursor.expectEnd("letter, digit, \"-\", \",\" or end of input");
        } catch (Refusal refusal) {
            throw cursor.diagnosed(refusal, Language.NAMES);
        }
        return List.copyOf(names);
    }

    /// A whole number, at the top from zero; nothing but spaces is none.
    private Long numberOrNull(List<String> path, String bound, String value) {
        var cursor = new Cursor(
                bound.toLowerCase(Locale.ROOT) + " parameter", value, 0, budget);
        cursor.skipSpace();
        if (cursor.atEnd()) {
            return null;
        }
        int start = cursor.position();
        boolean negative = cursor.accept('-');
        int digits = cursor.position();
        while (cursor.peek() >= '0' && cursor.peek() <= '9') {
            cursor.skip();
        }
        String number = cursor.since(digits);
        if (number.isEmpty()) {
            throw cursor.unexpected(negative ? "digit" : "integer");
        }
        cursor.skipSpace();
        cursor.expectEnd("digit or end of input");
        if (negative && path.isEmpty() && bound.equals("Offset")) {
            // There is nothing before the first row.
            return 0L;
        }
        if (negative && path.isEmpty() && number.chars().anyMatch(c -> c != '0')) {
            throw new Refusal(new GrammarFailure.NegativeLimit());
        }
        try {
            return Long.valueOf(negative ? "-" + number : number);
        } catch (NumberFormatException _) {
            throw cursor.refuse(start, "the number is out of range for bigint");
        }
    }

    private ParsedQuery parsed(List<RawParam> params) {
        return new ParsedQuery(
                new Asked.Shape(
                        select == null ? Asked.Shape.ALL.select() : select,
                        List.copyOf(filters), listed(orders), listed(slices)),
                function ? arguments() : null,
                columns, onConflict, cursor, List.copyOf(plain), List.copyOf(params));
    }

    private static <T> List<Asked.At<T>> listed(Map<List<String>, T> byPath) {
        return byPath.entrySet().stream()
                .map(entry -> new Asked.At<>(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Asked.Arguments.Named arguments() {
        var values = new LinkedHashMap<String, List<String>>();
        var conditions = new LinkedHashMap<String, List<Asked.At<Condition>>>();
        var filterTexts = new LinkedHashMap<String, List<String>>();
        for (var param : plain) {
            var filter = FilterGrammar.parseOrNull(param, budget);
            String name = argumentName(param.name());
            (filter == null ? values : filterTexts)
                    .computeIfAbsent(name, _ -> new ArrayList<>()).add(param.value());
            if (filter != null) {
                conditions.computeIfAbsent(name, _ -> new ArrayList<>()).add(filter);
            }
        }
        var together = new LinkedHashMap<String, Asked.At<Condition>>();
        conditions.forEach((name, all) -> together.put(name, together(all)));
        return new Asked.Arguments.Named(Collections.unmodifiableMap(values),
                Collections.unmodifiableMap(together), Collections.unmodifiableMap(filterTexts));
    }

    /// A name in quotes or between spaces is the same name without; what is no plain name stays as
    /// it was sent, since a parameter of a function may be called anything.
    private String argumentName(String name) {
        try {
            var cursor = new Cursor("tree path", name, 0, budget);
            String plainName = cursor.name(Cursor.FIELD_NAME);
            return cursor.atEnd() ? plainName : name;
        } catch (Refusal _) {
            return name;
        }
    }

    private static Asked.At<Condition> together(List<Asked.At<Condition>> all) {
        if (all.size() == 1) {
            return all.getFirst();
        }
        List<Condition> members = all.stream().map(Asked.At::what).toList();
        return new Asked.At<>(
                all.getFirst().path(), new Condition.Group(false, false, members));
    }
}
