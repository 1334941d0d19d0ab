package dev.loam.kernel.validation.check;

import dev.loam.kernel.validation.value.Special;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// What a check says, over the values of one row, which lie at fixed places.
///
/// Truth values are `Boolean` or [Special]: beside SQL's null there is what cannot be told here,
/// and it spreads as null does. Where the two meet, the result cannot be told.
sealed interface Expression {
    Object of(Object[] row);

    /// A value that is neither null nor out of sight.
    static boolean plain(Object value) {
        return !(value instanceof Special);
    }

    /// What becomes of an operation one of whose operands is not plain.
    static Special spread(Object left, Object right) {
        return left == Special.UNSURE || right == Special.UNSURE ? Special.UNSURE : Special.NULL;
    }

    record Constant(Object value) implements Expression {
        @Override
        public Object of(Object[] row) {
            return value;
        }
    }

    record Place(int at) implements Expression {
        @Override
        public Object of(Object[] row) {
            return row[at];
        }
    }

    /// A function of one operand, null for null.
    record Function(Expression operand, UnaryOperator<Object> function) implements Expression {
        @Override
        public Object of(Object[] row) {
            Object value = operand.of(row);
            return plain(value) ? function.apply(value) : value;
        }
    }

    /// An operator of two operands, null where one of them is.
    record Operation(Expression left, Expression right, BinaryOperator<Object> operator)
            implements Expression {
        @Override
        public Object of(Object[] row) {
            Object a = left.of(row);
            Object b = right.of(row);
            return plain(a) && plain(b) ? operator.apply(a, b) : spread(a, b);
        }
    }

    /// The first operand that is not null.
    record Coalesce(List<Expression> operands) implements Expression {
        @Override
        public Object of(Object[] row) {
            for (Expression operand : operands) {
                Object value = operand.of(row);
                if (value != Special.NULL) {
                    return value;
                }
            }
            return Special.NULL;
        }
    }

    record Not(Expression operand) implements Expression {
        @Override
        public Object of(Object[] row) {
            Object value = operand.of(row);
            return value instanceof Boolean truth ? !truth : value;
        }
    }

    /// All hold, or with `any` one does.
    record Several(boolean any, List<Expression> operands) implements Expression {
        @Override
        public Object of(Object[] row) {
            Object result = !any;
            for (Expression operand : operands) {
                Object value = operand.of(row);
                if (value instanceof Boolean truth) {
                    if (truth == any) {
                        return any;
                    }
                } else {
                    result = result instanceof Special before
                            ? spread(before, value) : value;
                }
            }
            return result;
        }
    }

    /// Whether the operand is exactly this: null, true or false. Never null itself.
    record Is(Expression operand, Object wanted) implements Expression {
        @Override
        public Object of(Object[] row) {
            Object value = operand.of(row);
            return value == Special.UNSURE ? Special.UNSURE : (Object) value.equals(wanted);
        }
    }
}
