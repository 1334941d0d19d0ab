package dev.loam.kernel.validation.check;

import dev.loam.kernel.validation.value.Kind;
import dev.loam.kernel.validation.value.Special;
import dev.loam.kernel.validation.value.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Casts that are known for certain: constants read by their type, and those that change nothing.
final class Casts {
    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

    private Casts() {
    }

    static Term number(String digits) {
        if (digits.indexOf('.') < 0 && digits.length() < 10) {
            return Term.of(new Expression.Constant(Long.valueOf(digits)), Kind.INTEGER, "integer");
        }
        return Term.of(new Expression.Constant(new BigDecimal(digits)), Kind.NUMERIC, "numeric");
    }

    static Term to(String type, Term term) {
        if (type.endsWith("[]")) {
            return array(type.substring(0, type.length() - 2), term);
        }
        if (term.literal() != null) {
            return constant(type, term.literal());
        }
        if (term.kind() == null) {
            return Term.of(term.expression(), kind(type), type);
        }
        Kind wanted = kind(type);
        boolean same = wanted == term.kind() && switch (wanted) {
            case INTEGER, DOUBLE, BOOLEAN, UUID, DATE -> true;
            // Another length would cut, another precision round.
            case TEXT -> type.indexOf('(') < 0;
            case NUMERIC -> type.equals("numeric");
            case LABEL, JSON, OTHER -> type.equals(term.type());
        };
        if (same) {
            return Term.of(term.expression(), wanted, type);
        }
        if (term.kind() == Kind.INTEGER && wanted == Kind.NUMERIC && type.equals("numeric")) {
            return Term.of(new Expression.Function(term.expression(),
                    value -> BigDecimal.valueOf((Long) value)), Kind.NUMERIC, type);
        }
        if (term.kind() == Kind.INTEGER && wanted == Kind.DOUBLE) {
            return Term.of(new Expression.Function(term.expression(),
                    value -> ((Long) value).doubleValue()), Kind.DOUBLE, type);
        }
        if (term.kind() == Kind.NUMERIC && wanted == Kind.DOUBLE
                && term.expression() instanceof Expression.Constant(BigDecimal value)) {
            return Term.of(new Expression.Constant(value.doubleValue()), Kind.DOUBLE, type);
        }
        if (term.kind() == Kind.LABEL && wanted == Kind.TEXT) {
            return Term.of(term.expression(), Kind.TEXT, type);
        }
        throw new Unreadable();
    }

    private static Term array(String type, Term term) {
        List<Term> elements = term.elements();
        if (elements == null && term.literal() != null) {
            elements = elements(term.literal());
        }
        if (elements == null) {
            throw new Unreadable();
        }
        return new Term(null, null, null, null,
                elements.stream().map(element -> to(type, element)).toList());
    }

    /// Those of an array in PostgreSQL's text form, where nothing in it is quoted.
    private static List<Term> elements(String literal) {
        if (!literal.matches("\\{[^{}\"\\\\\\s]*\\}") || literal.length() == 2) {
            throw new Unreadable();
        }
        var elements = new ArrayList<Term>();
        for (String one : literal.substring(1, literal.length() - 1).split(",", -1)) {
            if (one.isEmpty() || one.equalsIgnoreCase("null")) {
                throw new Unreadable();
            }
            elements.add(new Term(null, null, null, one, null));
        }
        return elements;
    }

    private static Term constant(String type, String text) {
        Kind kind = kind(type);
        if (kind == Kind.LABEL) {
            return Term.of(new Expression.Constant(text), Kind.LABEL, type);
        }
        boolean bare = type.indexOf('(') < 0;
        Object value = kind == Kind.OTHER || kind == Kind.JSON || !bare ? Special.UNSURE
                : ValueType.of(type, null, List.of()).reader().read(text);
        boolean known = switch (kind) {
            case TEXT, UUID -> value instanceof String;
            case INTEGER -> value instanceof Long;
            case NUMERIC -> value instanceof BigDecimal;
            case DOUBLE -> value instanceof Double;
            case BOOLEAN -> value instanceof Boolean;
            case DATE -> value instanceof java.time.LocalDate;
            case LABEL, JSON, OTHER -> false;
        };
        if (!known) {
            throw new Unreadable();
        }
        return Term.of(new Expression.Constant(value), kind, type);
    }

    /// A qualified type is taken for an enumeration: only its own values are compared with it.
    private static Kind kind(String type) {
        if (INTEGERS.contains(type)) {
            return Kind.INTEGER;
        }
        return type.indexOf('.') > 0 ? Kind.LABEL
                : ValueType.of(type, null, List.of()).kind();
    }

    /// A name that was quoted, as `format_type` would quote it.
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
