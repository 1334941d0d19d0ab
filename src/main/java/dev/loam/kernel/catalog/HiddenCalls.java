package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Functions of the database's own that PostgreSQL may call though a statement does not name them:
/// for values of a type (its output, casts to JSON, operators, checks of a domain), for a column
/// that is a function of its row, for a default of a parameter. Immutable ones in C or of the
/// server's own are left out: they look at nothing but their arguments.
///
/// `ofTypes` has an entry for each type of the database's own that can be told of, by its name
/// without modifiers as `format_type` writes it. `ofAll` are those that may be called for values of
/// any type. `ofColumns` are functions of one row by their names; `computedDefaults` those with a
/// parameter whose default is more than a constant.
public record HiddenCalls(
        Map<String, Set<FunctionName>> ofTypes, Set<FunctionName> ofAll,
        Map<String, List<OfRow>> ofColumns, Set<FunctionName> computedDefaults) {
    public static final HiddenCalls NONE =
            new HiddenCalls(Map.of(), Set.of(), Map.of(), Set.of());

    /// A function of a row, and the type it yields.
    public record OfRow(FunctionName function, String type) {
    }

    /// Those for values of a type, apart from `ofAll`; null where they are not known, as for
    /// composite types.
    public Set<FunctionName> ofType(String type) {
        // Under an empty search path only PostgreSQL's own types go without a schema.
        return type.indexOf('.') < 0 ? Set.of() : ofTypes.get(plain(type));
    }

    /// A type's name without modifiers, of an array that of its elements.
    static String plain(String type) {
        String element = type;
        while (element.endsWith("[]")) {
            element = element.substring(0, element.length() - 2);
        }
        int open = element.lastIndexOf('(');
        boolean modified = element.endsWith(")") && open > element.lastIndexOf('"');
        return modified ? element.substring(0, open) : element;
    }
}
