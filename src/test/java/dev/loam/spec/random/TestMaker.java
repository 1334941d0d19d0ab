package dev.loam.spec.random;

import dev.loam.spec.random.Read.Filter;
import dev.loam.spec.random.Read.Operand;
import dev.loam.spec.random.Read.Step;
import dev.loam.spec.random.Schema.Column;
import java.util.ArrayList;
import java.util.List;

/// Throws filters with operators and values that fit their column's type.
final class TestMaker {
    private static final List<Step> STEPS = List.of(
            new Step(false, "a", null), new Step(false, "a b", null), new Step(false, "c.d", null),
            new Step(false, "b", null), new Step(false, null, 0), new Step(false, null, -1),
            new Step(false, "Wo rd", null), new Step(false, "n", null), new Step(false, "1x", null),
            new Step(false, "😀", null), new Step(false, "it's", null),
            new Step(false, "q\"\\", null), new Step(false, null, 2));

    private static final List<String> OPERATORS = List.of("eq", "neq", "gt", "gte", "lt", "lte",
            "like", "ilike", "match", "imatch", "in", "is", "isdistinct", "fts", "plfts", "phfts",
            "wfts", "fts(nosuch)", "cs", "cd", "ov", "sl", "sr", "nxr", "nxl", "adj", "nosuch");

    private final Rows rows;
    private final String owner;
    private final Dice dice;
    private final boolean careless;

    /// `careless` also throws what does not fit.
    TestMaker(Rows rows, String owner, Dice dice, boolean careless) {
        this.rows = rows;
        this.owner = owner;
        this.dice = dice;
        this.careless = careless;
    }

    /// A path into the column, where it has an inside; its last step now and then as text.
    List<Step> path(Column column) {
        Kind.Family family = column.kind().family();
        boolean inside = family == Kind.Family.JSON || family == Kind.Family.ARRAY
                || column.kind() == Kind.PAIR;
        if (!inside) {
            return List.of();
        }
        List<Step> path = new ArrayList<>(dice.some(STEPS, 3));
        if (!path.isEmpty() && dice.oneIn(2)) {
            path.set(path.size() - 1, asText(path.getLast()));
        }
        return path;
    }

    private static Step asText(Step step) {
        return new Step(true, step.key(), step.index());
    }

    Filter.Test test(Column column) {
        List<Step> path = new ArrayList<>(path(column));
        if (!path.isEmpty()) {
            path.set(path.size() - 1, asText(path.getLast()));
        }
        var operand = new Operand(column, List.copyOf(path));
        boolean negated = dice.oneIn(4);
        if (careless && dice.oneIn(3)) {
            String quantifier = dice.oneIn(4) ? dice.pick("any", "all") : null;
            return new Filter.Test(operand, negated, dice.pick(OPERATORS), quantifier,
                    List.of(dice.pick(Kind.values()).value(dice, null), Words.text(dice)));
        }
        // That a column which is never null is null makes the planner drop what hangs on it, and
        // with it the question whether that may be read.
        if (dice.oneIn(6) && !(column.required() && path.isEmpty())) {
            String value = column.kind() == Kind.BOOLEAN && path.isEmpty()
                    ? dice.pick("null", "not_null", "true", "false", "unknown")
                    : dice.pick("null", "not_null");
            return new Filter.Test(operand, negated, "is", null, List.of(value));
        }
        if (operand.text()) {
            return text(operand, negated);
        }
        if (!column.kind().compared()) {
            return new Filter.Test(operand, negated, "is", null, List.of("null"));
        }
        return switch (column.kind().family()) {
            case ARRAY -> special(operand, negated, List.of("cs", "cd", "ov"));
            case RANGE -> special(operand, negated,
                    List.of("cs", "cd", "ov", "sl", "sr", "nxr", "nxl", "adj"));
            case JSON -> special(operand, negated, List.of("cs", "cd"));
            case SEARCH -> search(operand, negated);
            default -> compared(operand, negated);
        };
    }

    private Filter.Test special(Operand operand, boolean negated, List<String> operators) {
        return dice.oneIn(3) ? compared(operand, negated) : new Filter.Test(
                operand, negated, dice.pick(operators), null, List.of(value(operand)));
    }

    private Filter.Test compared(Operand operand, boolean negated) {
        // An array of arrays is no array of its elements.
        boolean single = operand.path().isEmpty()
                && operand.column().kind().family() == Kind.Family.ARRAY;
        if (!single && dice.oneIn(4)) {
            return new Filter.Test(operand, negated, "in", null, values(operand, 4));
        }
        String operator = dice.pick("eq", "eq", "neq", "gt", "gte", "lt", "lte", "isdistinct");
        boolean several = !single && operator.length() < 4 && !operator.equals("neq")
                && dice.oneIn(5);
        return several ? new Filter.Test(operand, negated, operator, dice.pick("any", "all"),
                values(operand, 3))
                : new Filter.Test(operand, negated, operator, null, List.of(value(operand)));
    }

    private Filter.Test text(Operand operand, boolean negated) {
        if (dice.oneIn(2)) {
            return compared(operand, negated);
        }
        if (dice.oneIn(5)) {
            return search(operand, negated);
        }
        String operator = dice.pick("like", "ilike", "match", "imatch");
        boolean regular = operator.endsWith("match");
        String quantifier = dice.oneIn(4) ? dice.pick("any", "all") : null;
        List<String> patterns = new ArrayList<>();
        for (int i = quantifier == null ? 0 : dice.below(2); i < 2; i++) {
            patterns.add(regular ? dice.pick("^a", "b$", ".", "[a-c]+", "", "a|B", "\\d", "\"")
                    : dice.pick("*", "a*", "*b*", "%a", "_", "*\"*", "", "*,*", "A*", "*\\\\*"));
        }
        return new Filter.Test(operand, negated, operator, quantifier,
                quantifier == null ? patterns.subList(0, 1) : patterns);
    }

    private Filter.Test search(Operand operand, boolean negated) {
        String language = dice.oneIn(2) ? "" : dice.pick("(english)", "(simple)");
        boolean query = dice.oneIn(2);
        String operator = (query ? "fts" : dice.pick("plfts", "phfts", "wfts")) + language;
        String value = query ? dice.pick("fox", "fox & quick", "!a", "a | b", "'it s'", "fo:*")
                : dice.pick("fox", "quick fox", "a b", "\"a b\"", "-a", "", "it's");
        return new Filter.Test(operand, negated, operator, null, List.of(value));
    }

    private List<String> values(Operand operand, int most) {
        int count = dice.below(most + 1);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value(operand));
        }
        return values;
    }

    private String value(Operand operand) {
        if (!operand.path().isEmpty()) {
            return dice.oneIn(2) ? dice.pick("1", "x", "it's \"quoted\"", "2", "true", "b")
                    : Words.text(dice);
        }
        String seen = dice.oneIn(3) ? null : rows.seen(operand.column(), owner, dice);
        return seen != null ? seen : operand.column().kind().value(dice, null);
    }
}
