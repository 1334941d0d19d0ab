package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Schema.Edge;
import dev.loam.spec.random.Schema.Function;
import dev.loam.spec.random.Schema.Table;
import java.util.List;
import java.util.Map;

/// A read as it is meant, before it is spelled as a request or as SQL. Null limits and offsets are
/// none.
record Read(
        From from, List<Item> items, List<Filter> filters, List<Sort> sorts, Integer limit,
        Integer offset) {
    /// No rows, but from an offset on: a range that ends before it begins.
    boolean backward() {
        return limit != null && limit == 0 && offset != null && offset > 0;
    }

    /// Where rows come from.
    sealed interface From {
        List<Column> columns();

        record Whole(Table table) implements From {
            @Override
            public List<Column> columns() {
                return table.columns();
            }
        }

        record Called(Function function, Map<String, String> arguments) implements From {
            @Override
            public List<Column> columns() {
                return function.table() == null ? function.rows() : function.table().columns();
            }
        }
    }

    /// A column, or a path into one.
    record Operand(Column column, List<Step> path) {
        boolean text() {
            return path.isEmpty() ? column.kind().family() == Kind.Family.TEXT
                    : path.getLast().text();
        }
    }

    /// A step to a member, or to an element where `index` is not null.
    record Step(boolean text, String key, Integer index) {
    }

    sealed interface Item {
        record Star() implements Item {
        }

        record Value(Operand operand, String alias, String cast) implements Item {
            String name() {
                if (alias != null) {
                    return alias;
                }
                for (Step step : operand.path().reversed()) {
                    if (step.index() == null) {
                        return step.key();
                    }
                }
                return operand.column().name();
            }
        }

        /// An aggregate; of rows where `column` is null.
        record Aggregate(String function, Column column, String alias) implements Item {
            String name() {
                return alias == null ? function : alias;
            }
        }

        /// Related rows. `hinted` says whether the request names the way by its hint.
        record Embed(
                Edge edge, String alias, boolean inner, boolean spread, boolean hinted,
                Read child) implements Item {
        }
    }

    sealed interface Filter {
        /// `operator` as requests spell it, without the quantifier: null, `any` or `all`.
        record Test(
                Operand operand, boolean negated, String operator, String quantifier,
                List<String> values) implements Filter {
        }

        record Group(boolean negated, boolean any, List<Filter> members) implements Filter {
        }

        record Present(Item.Embed embed, boolean present) implements Filter {
        }
    }

    /// An ordering; by a related row's column where `related` is not null.
    record Sort(Operand operand, Boolean descending, Boolean nullsFirst, Item.Embed related) {
    }

    /// Whether some condition compares with no value at all, so that its outcome is known before
    /// any row is.
    boolean hollow() {
        return filters.stream().anyMatch(Read::hollow)
                || items.stream().anyMatch(item -> item instanceof Item.Embed embed
                        && embed.child().hollow());
    }

    private static boolean hollow(Filter filter) {
        return switch (filter) {
            case Filter.Test test -> test.values().isEmpty();
            case Filter.Group group -> group.members().stream().anyMatch(Read::hollow);
            case Filter.Present present -> present.embed().child().hollow();
        };
    }

    boolean grouped() {
        return items.stream().anyMatch(Item.Aggregate.class::isInstance);
    }
}
