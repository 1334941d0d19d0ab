package dev.loam.modules.rest.grammar;

import dev.loam.base.text.PercentCodes;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Condition;
import dev.loam.kernel.query.Condition.Test;
import dev.loam.kernel.query.Field;
import dev.loam.kernel.query.Order;
import dev.loam.kernel.query.Selected;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Spells a shape as a query string, in one of the ways that the dialect offers.
final class Spelling {
    private static final Pattern BARE_NAME =
            Pattern.compile("[\\p{L}0-9_$]([\\p{L}0-9_$ ]|-(?=[\\p{L}0-9_$]))*(?<! )");
    private static final Pattern BARE_KEY = Pattern.compile("[^-.,>():\\s\"0-9][^-.,>():\\s]*");
    private static final Pattern BARE_VALUE = Pattern.compile("[^\\s\",){][^,)]*");
    private static final Set<String> KEY_WORDS = Set.of(
            "and", "or", "not", "order", "limit", "offset", "select", "columns", "count", "inner",
            "left");

    private final Random random;

    Spelling(Random random) {
        this.random = random;
    }

    /// The parameters, decoded; `select` comes first, the others in an order that keeps those of
    /// one kind in theirs.
    List<RawParam> params(Asked.Shape shape) {
        var params = new ArrayList<RawParam>();
        params.add(new RawParam("select", select(shape.select())));
        for (var at : shape.filters()) {
            params.add(filter(at));
        }
        for (var at : shape.orders()) {
            params.add(new RawParam(path(at.path()) + "order", at.what().stream()
                    .map(this::order).collect(Collectors.joining(","))));
        }
        for (var at : shape.slices()) {
            if (at.what().limit() != null) {
                params.add(new RawParam(
                        path(at.path()) + "limit", String.valueOf(at.what().limit())));
            }
            if (at.what().offset() != 0 || at.what().limit() == null) {
                params.add(new RawParam(
                        path(at.path()) + "offset", String.valueOf(at.what().offset())));
            }
        }
        return params;
    }

    /// Coded for a request line, each char a byte.
    String query(List<RawParam> params) {
        return params.stream().map(param -> coded(param.name()) + "=" + coded(param.value()))
                .collect(Collectors.joining("&"));
    }

    private String coded(String text) {
        var coded = new StringBuilder();
        PercentCodes.encode(text, coded);
        String all = coded.toString();
        return random.nextBoolean() ? all : all.replace("%20", "+").replace("%22", "\"")
                .replace("%3E", ">").replace("%28", "(").replace("%2C", ",");
    }

    private String select(List<Selected> items) {
        return items.stream().map(this::select).collect(Collectors.joining(
                random.nextBoolean() ? "," : " , "));
    }

    private String select(Selected item) {
        return switch (item) {
            case Selected.Column c when c.equals(Selected.Column.ALL) -> "*";
            case Selected.Column c when c.field() == null -> alias(c.alias()) + "count()"
                    + (c.aggregateCast() == null ? "" : "::" + c.aggregateCast());
            case Selected.Column c -> alias(c.alias()) + field(c.field())
                    + (c.cast() == null ? "" : "::" + c.cast())
                    + (c.aggregate() == null ? "" : "." + lower(c.aggregate()) + "()")
                    + (c.aggregateCast() == null ? "" : "::" + c.aggregateCast());
            case Selected.Embed e -> (e.spread() ? "..." : "") + alias(e.alias())
                    + name(e.target()) + hints(e) + "(" + select(e.children()) + ")";
        };
    }

    private String hints(Selected.Embed embed) {
        String hint = embed.hint() == null ? "" : "!" + name(embed.hint());
        String join = embed.join() == Selected.Join.INNER ? "!inner"
                : random.nextBoolean() ? "!left" : "";
        return random.nextBoolean() ? hint + join : join + hint;
    }

    private RawParam filter(Asked.At<Condition> at) {
        return switch (at.what()) {
            case Condition.Compare c -> new RawParam(
                    path(at.path()) + field(c.field()), operation(c, false));
            case Condition.Group g -> new RawParam(
                    path(at.path()) + logic(g), "(" + members(g) + ")");
        };
    }

    private String node(Condition condition) {
        return switch (condition) {
            case Condition.Compare c -> field(c.field()) + "." + operation(c, true);
            case Condition.Group g -> logic(g) + "(" + members(g) + ")";
        };
    }

    private static String logic(Condition.Group group) {
        return (group.negated() ? "not." : "") + (group.any() ? "or" : "and");
    }

    private String members(Condition.Group group) {
        return group.members().stream().map(this::node).collect(Collectors.joining(","));
    }

    private String operation(Condition.Compare compare, boolean inTree) {
        return (compare.negated() ? "not." : "") + test(compare.test(), inTree);
    }

    private String test(Test test, boolean inTree) {
        return switch (test) {
            case Test.Binary b -> operator(b.operator())
                    + (b.quantifier() == null ? "" : "(" + lower(b.quantifier()) + ")")
                    + "." + value(pattern(b), inTree);
            case Test.In in -> "in.(" + in.values().stream()
                    .map(value -> value.isEmpty() ? "\"\"" : element(value))
                    .collect(Collectors.joining(",")) + ")";
            case Test.Is is -> "is."
                    + (random.nextBoolean() ? lower(is.truth()) : is.truth().name());
            case Test.DistinctFrom d -> "isdistinct." + value(d.value(), inTree);
            case Test.Count c -> "count." + operator(c.operator()) + "." + c.number();
            case Test.FullText f -> switch (f.parser()) {
                case PLAIN_QUERY -> "fts";
                case PLAIN_TEXT -> "plfts";
                case PHRASE -> "phfts";
                case WEB_SEARCH -> "wfts";
            } + (f.language() == null ? "" : "(" + f.language() + ")")
                    + "." + value(f.value(), inTree);
        };
    }

    private String pattern(Test.Binary binary) {
        return switch (binary.operator()) {
            case LIKE, ILIKE -> random.nextBoolean()
                    ? binary.value().replace('%', '*') : binary.value();
            default -> binary.value();
        };
    }

    private String value(String value, boolean inTree) {
        if (!inTree) {
            return value;
        }
        return RandomQuery.ARRAYS.contains(value) && random.nextBoolean()
                ? value : element(value);
    }

    private String element(String value) {
        return BARE_VALUE.matcher(value).matches() && random.nextBoolean()
                ? value : quoted(value);
    }

    private String order(Order order) {
        String field = field(order.field());
        return (order.relation() == null ? field : name(order.relation()) + "(" + field + ")")
                + (order.descending() == null ? "" : order.descending() ? ".desc" : ".asc")
                + (order.nullsFirst() == null ? ""
                : order.nullsFirst() ? ".nullsfirst" : ".nullslast");
    }

    private String field(Field field) {
        var text = new StringBuilder(name(field.column()));
        for (var step : field.path()) {
            boolean bare = step.index() || random.nextBoolean()
                    && BARE_KEY.matcher(step.key()).matches();
            text.append(step.asText() ? "->>" : "->").append(bare ? step.key()
                    : quoted(step.key()));
        }
        return text.toString();
    }

    private String path(List<String> path) {
        return path.stream().map(name -> name(name) + ".").collect(Collectors.joining());
    }

    private String alias(String alias) {
        return alias == null ? "" : name(alias) + ":";
    }

    private String name(String name) {
        boolean bare = !KEY_WORDS.contains(name) && BARE_NAME.matcher(name).matches();
        return bare && random.nextInt(4) > 0 ? name : quoted(name);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String operator(Condition.Operator operator) {
        return switch (operator) {
            case CONTAINS -> "cs";
            case CONTAINED -> "cd";
            case OVERLAPS -> "ov";
            case STRICTLY_LEFT -> "sl";
            case STRICTLY_RIGHT -> "sr";
            case NOT_RIGHT_OF -> "nxr";
            case NOT_LEFT_OF -> "nxl";
            case ADJACENT -> "adj";
            case EQ, NEQ, GT, GTE, LT, LTE, LIKE, ILIKE, MATCH, IMATCH -> lower(operator);
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
