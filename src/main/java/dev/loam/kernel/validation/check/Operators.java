package dev.loam.kernel.validation.check;

import dev.loam.kernel.validation.check.Tokens.Token;
import dev.loam.kernel.validation.value.Kind;
import dev.loam.kernel.validation.value.Special;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;

/// The operators whose results are known for certain.
///
/// `textsDiffer` says whether texts are equal only where they are the same. Which of two texts is
/// the greater depends on a collation, and is left to PostgreSQL.
record Operators(boolean textsDiffer) {
    private static final Set<String> KNOWN = Set.of("=", "<>", "<", "<=", ">", ">=", "+", "-",
            "*", "~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*");

    static boolean known(Token token) {
        return token.kind() == Tokens.Kind.SIGN && KNOWN.contains(token.text());
    }

    /// Fails with [Unreadable].
    Term apply(String operator, Term left, Term right) {
        if (left.kind() == null || right.kind() == null || left.elements() != null
                || right.elements() != null) {
            throw new Unreadable();
        }
        if (operator.indexOf('~') >= 0) {
            return Term.truth(matching(operator, left, right));
        }
        return switch (operator) {
            case "+", "-", "*" -> arithmetic(operator, left, right);
            default -> Term.truth(comparison(operator, left, right));
        };
    }

    /// Whether two values are the same, nulls too.
    Expression same(Term left, Term right) {
        Expression equal = comparison("=", left, right);
        Expression bothNull = new Expression.Several(false, java.util.List.of(
                new Expression.Is(left.expression(), Special.NULL),
                new Expression.Is(right.expression(), Special.NULL)));
        return new Expression.Several(true, java.util.List.of(
                bothNull, new Expression.Is(equal, true)));
    }

    private static Term arithmetic(String operator, Term left, Term right) {
        boolean exact = number(left.kind()) && number(right.kind());
        if (!exact) {
            throw new Unreadable();
        }
        BinaryOperator<Object> function = (a, b) -> {
            BigDecimal one = decimal(a);
            BigDecimal other = decimal(b);
            return switch (operator) {
                case "+" -> one.add(other);
                case "-" -> one.subtract(other);
                default -> one.multiply(other);
            };
        };
        return Term.of(new Expression.Operation(left.expression(), right.expression(), function),
                Kind.NUMERIC, "numeric");
    }

    private Expression comparison(String operator, Term left, Term right) {
        boolean numbers = number(left.kind()) && number(right.kind());
        if (!numbers && left.kind() != right.kind()) {
            throw new Unreadable();
        }
        boolean equality = operator.equals("=") || operator.equals("<>");
        boolean known = numbers || switch (left.kind()) {
            case DOUBLE, DATE, BOOLEAN -> true;
            case TEXT -> equality && textsDiffer;
            case UUID, JSON -> equality && left.kind() == Kind.UUID;
            case LABEL -> equality && left.type().equals(right.type());
            case INTEGER, NUMERIC, OTHER -> false;
        };
        if (!known) {
            throw new Unreadable();
        }
        IntPredicate holds = switch (operator) {
            case "=" -> sign -> sign == 0;
            case "<>" -> sign -> sign != 0;
            case "<" -> sign -> sign < 0;
            case "<=" -> sign -> sign <= 0;
            case ">" -> sign -> sign > 0;
            default -> sign -> sign >= 0;
        };
        return new Expression.Operation(left.expression(), right.expression(),
                (a, b) -> holds.test(order(a, b)));
    }

    private static int order(Object a, Object b) {
        if (a instanceof Long one && b instanceof Long other) {
            return Long.compare(one, other);
        }
        if (a instanceof Double one && b instanceof Double other) {
            // Zeros of both signs are equal.
            return one < other ? -1 : one > other ? 1 : 0;
        }
        if (a instanceof LocalDate one && b instanceof LocalDate other) {
            return one.compareTo(other);
        }
        if (a instanceof Boolean one && b instanceof Boolean other) {
            return Boolean.compare(one, other);
        }
        return a instanceof String ? a.equals(b) ? 0 : 1 : decimal(a).compareTo(decimal(b));
    }

    private Expression matching(String operator, Term left, Term right) {
        if (left.kind() != Kind.TEXT || !textsDiffer
                || !(right.expression() instanceof Expression.Constant(String pattern))) {
            throw new Unreadable();
        }
        boolean negated = operator.startsWith("!");
        boolean anyCase = operator.endsWith("*");
        TextPattern found = operator.contains("~~") ? LikePattern.of(pattern, anyCase)
                : RegularPattern.of(pattern, anyCase);
        return new Expression.Function(left.expression(), value -> {
            Object matches = found.matches((String) value);
            return matches instanceof Boolean truth ? (Object) (truth != negated) : matches;
        });
    }

    private static boolean number(Kind kind) {
        return kind == Kind.INTEGER || kind == Kind.NUMERIC;
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) value;
    }
}
