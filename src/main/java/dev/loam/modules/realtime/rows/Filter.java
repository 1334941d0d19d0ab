package dev.loam.modules.realtime.rows;

import java.util.List;

/// A condition on one column. `value` is as the client wrote it, without quotes; `values` are those
/// of a list, empty for other operators.
record Filter(
        String column, Operator operator, boolean negated, String value, List<String> values) {
    Filter {
        values = List.copyOf(values);
    }

    enum Operator {
        EQ, NEQ, LT, LTE, GT, GTE, IN, LIKE, ILIKE, IS, MATCH, IMATCH, ISDISTINCT;

        /// The operator of a name in lower case; null where there is none.
        static Operator named(String name) {
            for (var operator : values()) {
                if (operator.word().equals(name)) {
                    return operator;
                }
            }
            return null;
        }

        String word() {
            return switch (this) {
                case EQ -> "eq";
                case NEQ -> "neq";
                case LT -> "lt";
                case LTE -> "lte";
                case GT -> "gt";
                case GTE -> "gte";
                case IN -> "in";
                case LIKE -> "like";
                case ILIKE -> "ilike";
                case IS -> "is";
                case MATCH -> "match";
                case IMATCH -> "imatch";
                case ISDISTINCT -> "isdistinct";
            };
        }
    }
}
