package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One overload of a function.
///
/// `parameters` are the IN, INOUT and VARIADIC ones in order; an unnamed one has an empty name.
/// `settings` are those of `ALTER FUNCTION … SET`, lower-case names.
public record Function(
        FunctionName name, String comment, List<Parameter> parameters, Returns returns,
        Volatility volatility, boolean variadic, Map<String, String> settings) {
    private static final Set<String> UNNAMED = Set.of("json", "jsonb", "text", "xml", "bytea");

    public enum Volatility { IMMUTABLE, STABLE, VOLATILE }

    /// Whether a request can call it: by the names of its parameters, or with its body for a single
    /// one without a name. Others serve as computed columns and the like.
    public boolean callable() {
        long unnamed = parameters.stream().filter(one -> one.name().isEmpty()).count();
        return unnamed == 0 || unnamed == 1 && parameters.size() == 1
                && UNNAMED.contains(parameters.getFirst().type());
    }

    /// `type` as `format_type` writes it, fit to stand in SQL; `required` without a default.
    public record Parameter(
            String name, String type, boolean required, boolean variadic) {
    }

    /// What a call yields.
    ///
    /// `set` for SETOF and TABLE. `type` is the `format_type` text, `void` for none. `row` is true
    /// for composite results: of a known `table` (whose relationships it then has), of another
    /// composite type, `record` with OUT/TABLE columns. `table` is null unless the row type of an
    /// exposed relation. `columns` are the OUT or TABLE columns, or the composite's, where known.
    public record Returns(
            boolean set, boolean row, String type, TableName table, List<Column> columns) {
        /// False for plain values and for records that are known only when they are there.
        public boolean columnsKnown() {
            return row() && (table != null || !columns.isEmpty());
        }

        /// True where there is nothing to answer; a set of nothings is an empty set.
        public boolean isVoid() {
            return type.equals("void") && !set;
        }
    }
}
