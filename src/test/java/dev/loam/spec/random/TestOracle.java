package dev.loam.spec.random;

import dev.loam.spec.random.Read.Filter;
import java.util.stream.Collectors;

/// One filter in SQL, with its values as literals of the column's own type.
final class TestOracle {
    private TestOracle() {
    }

    static String sql(Filter.Test test, String operand) {
        Kind kind = test.operand().path().isEmpty() ? test.operand().column().kind()
                : test.operand().text() ? Kind.TEXT : Kind.JSONB;
        String operator = operator(test.operator());
        if (operator != null) {
            return binary(test, operand, operator, kind);
        }
        String value = test.values().isEmpty() ? "" : test.values().getFirst();
        return switch (test.operator()) {
            case "is" -> operand + " is " + value.replace('_', ' ');
            case "in" -> test.values().isEmpty() ? operand + " is null and false"
                    : operand + " in (" + test.values().stream().map(kind::literal)
                            .collect(Collectors.joining(", ")) + ")";
            case "isdistinct" -> operand + " is distinct from " + kind.literal(value);
            default -> search(test, operand, value);
        };
    }

    private static String binary(
            Filter.Test test, String operand, String operator, Kind kind) {
        boolean pattern = operator.contains("like") || operator.contains("~");
        String combined = test.values().stream()
                .map(value -> test.operator().contains("like") ? value.replace('*', '%') : value)
                .map(value -> operand + " " + operator + " "
                        + (pattern ? Sql.text(value) : kind.literal(value)))
                .collect(Collectors.joining("all".equals(test.quantifier()) ? " and " : " or "));
        boolean none = test.values().isEmpty();
        return none ? Boolean.toString("all".equals(test.quantifier())) : combined;
    }

    private static String search(Filter.Test test, String operand, String value) {
        int open = test.operator().indexOf('(');
        String word = open < 0 ? test.operator() : test.operator().substring(0, open);
        String language = open < 0 ? ""
                : "'" + test.operator().substring(open + 1, test.operator().length() - 1) + "', ";
        String function = switch (word) {
            case "fts" -> "to_tsquery(";
            case "plfts" -> "plainto_tsquery(";
            case "phfts" -> "phraseto_tsquery(";
            case "wfts" -> "websearch_to_tsquery(";
            default -> throw new IllegalArgumentException(test.operator());
        };
        boolean vector = test.operand().path().isEmpty()
                && test.operand().column().kind() == Kind.SEARCH;
        // What a computed column is, nobody knows beforehand.
        boolean bare = vector || !test.operand().column().stored();
        return (bare ? operand : "to_tsvector(" + language + operand + ")") + " @@ " + function
                + language + Sql.text(value) + ")";
    }

    private static String operator(String word) {
        return switch (word) {
            case "eq" -> "=";
            case "neq" -> "<>";
            case "gt" -> ">";
            case "gte" -> ">=";
            case "lt" -> "<";
            case "lte" -> "<=";
            case "like" -> "like";
            case "ilike" -> "ilike";
            case "match" -> "~";
            case "imatch" -> "~*";
            case "cs" -> "@>";
            case "cd" -> "<@";
            case "ov" -> "&&";
            case "sl" -> "<<";
            case "sr" -> ">>";
            case "nxr" -> "&<";
            case "nxl" -> "&>";
            case "adj" -> "-|-";
            default -> null;
        };
    }
}
