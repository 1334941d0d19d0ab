package dev.loam.kernel.query;

import java.util.List;

/// A filter, or a tree of them.
public sealed interface Condition {
    /// A field against a value.
    record Compare(Field field, boolean negated, Test test) implements Condition {
    }

    /// `and` / `or` over members.
    record Group(boolean negated, boolean any, List<Condition> members) implements Condition {
    }

    /// How a field is tested. Values are as sent; PostgreSQL reads them by the field's type.
    sealed interface Test {
        /// A binary operator, perhaps against any or all elements of an array literal.
        record Binary(Operator operator, Quantifier quantifier, String value) implements Test {
        }

        record In(List<String> values) implements Test {
        }

        record Is(Truth truth) implements Test {
        }

        record DistinctFrom(String value) implements Test {
        }

        /// The number of related rows, where the field names an embedded relation.
        record Count(Operator operator, long number) implements Test {
        }

        /// Full-text search; a null `language` is the server's default.
        record FullText(Parser parser, String language, String value) implements Test {
        }
    }

    enum Quantifier { ANY, ALL }

    enum Truth { NULL, NOT_NULL, TRUE, FALSE, UNKNOWN }

    /// `to_tsquery`, `plainto_tsquery`, `phraseto_tsquery`, `websearch_to_tsquery`.
    enum Parser { PLAIN_QUERY, PLAIN_TEXT, PHRASE, WEB_SEARCH }

    /// Binary operators with their SQL spelling. In `LIKE` patterns the value's `*` means `%`; the
    /// grammar has replaced it already.
    enum Operator {
        EQ("="), NEQ("<>"), GT(">"), GTE(">="), LT("<"), LTE("<="),
        LIKE("like"), ILIKE("ilike"), MATCH("~"), IMATCH("~*"),
        CONTAINS("@>"), CONTAINED("<@"), OVERLAPS("&&"), STRICTLY_LEFT("<<"),
        STRICTLY_RIGHT(">>"), NOT_RIGHT_OF("&<"), NOT_LEFT_OF("&>"), ADJACENT("-|-");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }
    }
}
