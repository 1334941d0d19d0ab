package dev.loam.kernel.validation.check;

import dev.loam.kernel.validation.value.Kind;
import dev.loam.kernel.validation.value.Special;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// PostgreSQL's own functions whose results are known for certain.
final class Functions {
    private Functions() {
    }

    /// Fails with [Unreadable].
    static Term apply(String name, List<Term> operands) {
        if (name.equals("COALESCE")) {
            return coalesce(operands);
        }
        if (operands.size() != 1) {
            throw new Unreadable();
        }
        Term operand = operands.getFirst();
        return switch (name) {
            case "length", "char_length", "character_length" -> Term.of(
                    of(operand, Kind.TEXT, text -> (long) text.codePointCount(0, text.length())),
                    Kind.INTEGER, "integer");
            case "btrim", "ltrim", "rtrim" -> Term.of(
                    of(operand, Kind.TEXT, text -> trimmed(name, text)), Kind.TEXT, "text");
            case "lower" -> Term.of(of(operand, Kind.TEXT, text -> TextPattern.ascii(text)
                    ? text.toLowerCase(Locale.ROOT) : Special.UNSURE), Kind.TEXT, "text");
            case "upper" -> Term.of(of(operand, Kind.TEXT, text -> TextPattern.ascii(text)
                    ? text.toUpperCase(Locale.ROOT) : Special.UNSURE), Kind.TEXT, "text");
            case "jsonb_typeof", "json_typeof" -> Term.of(
                    of(operand, Kind.JSON, kind -> kind), Kind.TEXT, "text");
            default -> throw new Unreadable();
        };
    }

    private static Expression of(
            Term operand, Kind kind, java.util.function.Function<String, Object> function) {
        if (operand.kind() != kind || operand.expression() == null) {
            throw new Unreadable();
        }
        UnaryOperator<Object> untyped = value -> function.apply((String) value);
        return new Expression.Function(operand.expression(), untyped);
    }

    private static Term coalesce(List<Term> operands) {
        Kind kind = operands.getFirst().kind();
        for (Term operand : operands) {
            if (operand.kind() == null || operand.kind() != kind || operand.elements() != null) {
                throw new Unreadable();
            }
        }
        return Term.of(new Expression.Coalesce(operands.stream().map(Term::expression).toList()),
                kind, operands.getFirst().type());
    }

    private static String trimmed(String name, String text) {
        int from = 0;
        int to = text.length();
        while (!name.equals("rtrim") && from < to && text.charAt(from) == ' ') {
            from++;
        }
        while (!name.equals("ltrim") && to > from && text.charAt(to - 1) == ' ') {
            to--;
        }
        return text.substring(from, to);
    }
}
