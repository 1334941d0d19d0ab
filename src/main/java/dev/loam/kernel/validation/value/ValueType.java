package dev.loam.kernel.validation.value;

import java.util.List;
import java.util.Set;

/// A type that is no domain. `reader` is null where any text has to go to PostgreSQL; whole numbers
/// of no more than `digitsSafe` digits, sign included, need not be read at all.
public record ValueType(String name, Kind kind, Reader reader, int digitsSafe) {
    /// Reads the text of a value.
    @FunctionalInterface
    public interface Reader {
        /// The value as checks see it, [Special#UNSURE], or [Wrong] where PostgreSQL would refuse
        /// it for certain.
        Object read(String text);
    }

    /// By the type's name, modifiers included, as `format_type` writes it; `labels` are those of an
    /// enumeration, `lengthMax` the length in characters or bits, null for none.
    public static ValueType of(String name, Integer lengthMax, List<String> labels) {
        if (!labels.isEmpty()) {
            Set<String> known = Set.copyOf(labels);
            return new ValueType(name, Kind.LABEL, text -> known.contains(text) ? text
                    : new Wrong("22P02", "invalid input value for enum " + name + ": "
                            + Wrong.shown(text) + told(labels)), 0);
        }
        int modifiers = name.indexOf('(');
        return switch (modifiers < 0 ? name : name.substring(0, modifiers)) {
            case "smallint" -> integer(name, Short.MIN_VALUE, Short.MAX_VALUE, 4);
            case "integer" -> integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE, 9);
            case "bigint" -> integer(name, Long.MIN_VALUE, Long.MAX_VALUE, 18);
            case "numeric" -> new ValueType(name, Kind.NUMERIC, NumericReader.of(name), 0);
            case "real" -> new ValueType(name, Kind.OTHER, new DoubleReader(name), 30);
            case "double precision" ->
                    new ValueType(name, Kind.DOUBLE, new DoubleReader(name), 30);
            case "boolean" -> new ValueType(name, Kind.BOOLEAN, BooleanReader::read, 0);
            case "uuid" -> new ValueType(name, Kind.UUID, UuidReader::read, 0);
            case "text" -> new ValueType(name, Kind.TEXT, text -> text, Integer.MAX_VALUE);
            case "character varying" -> new ValueType(name, Kind.TEXT,
                    new LengthReader(name, lengthMax), lengthMax == null ? 0 : lengthMax);
            // Its trailing spaces do not count in comparisons: those are left to PostgreSQL.
            case "character" -> new ValueType(name, Kind.OTHER,
                    new LengthReader(name, lengthMax), lengthMax == null ? 0 : lengthMax);
            case "bit", "bit varying" -> new ValueType(name, Kind.OTHER,
                    new BitReader(name, name.startsWith("bit varying"), lengthMax), 0);
            case "date" -> new ValueType(name, Kind.DATE, new MomentReader(name), 0);
            case "timestamp", "timestamp without time zone", "timestamp with time zone" ->
                    new ValueType(name, Kind.OTHER, new MomentReader(name), 0);
            case "json", "jsonb" -> new ValueType(name, Kind.JSON, null, 0);
            default -> new ValueType(name, Kind.OTHER, null, 0);
        };
    }

    /// Whether a text that begins with a bracket or a brace may be a value.
    public boolean takesBrackets() {
        return switch (kind) {
            case INTEGER, NUMERIC, DOUBLE, BOOLEAN, UUID -> false;
            case TEXT, LABEL, DATE, JSON, OTHER -> !name.equals("real");
        };
    }

    private static ValueType integer(String name, long min, long max, int digitsSafe) {
        return new ValueType(name, Kind.INTEGER, new IntegerReader(name, min, max), digitsSafe);
    }

    private static String told(List<String> labels) {
        return labels.size() > 20 ? "" : ", wanted one of " + String.join(", ", labels);
    }
}
