package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/// Values of the common types, read from their text so that they compare as PostgreSQL would.
///
/// What is not read here (other types, infinite numbers and times, texts that only PostgreSQL
/// understands) is null, and is PostgreSQL's to compare. Pure.
final class Values {
    private static final int DIGITS_MAX = 100;
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,19}");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?");
    private static final Pattern ZONED_TIME = Pattern.compile(TIME.pattern()
            + "(Z|[+-]\\d\\d(:?\\d\\d)?)");

    private Values() {
    }

    /// Whether values of the column have an order here, beyond being the same or not.
    static boolean ordered(TableColumn column) {
        return switch ((int) column.type()) {
            case Types.TEXT, Types.VARCHAR, Types.NAME, Types.BOOL -> false;
            default -> true;
        };
    }

    /// The value of a text for a column; null where it is not read here.
    static Comparable<?> read(TableColumn column, String text) {
        return switch ((int) column.type()) {
            case Types.INT2, Types.INT4, Types.INT8 -> WHOLE.matcher(text).matches()
                    ? new BigDecimal(text) : null;
            case Types.NUMERIC -> text.length() <= DIGITS_MAX && NUMBER.matcher(text).matches()
                    ? new BigDecimal(text).stripTrailingZeros() : null;
            case Types.FLOAT8 -> NUMBER.matcher(text).matches() ? finite(text) : null;
            case Types.BOOL -> bool(text);
            case Types.TEXT, Types.VARCHAR -> column.exact() ? text : null;
            case Types.UUID -> uuid(text.toLowerCase(Locale.ROOT));
            case Types.DATE -> DATE.matcher(text).matches() ? time(text + "T00:00:00") : null;
            case Types.TIMESTAMP -> TIME.matcher(text).matches() ? time(text) : null;
            case Types.TIMESTAMPTZ -> ZONED_TIME.matcher(text).matches() ? instant(text) : null;
            default -> null;
        };
    }

    /// Below zero where the first is less. Both were read for the same column.
    @SuppressWarnings("unchecked")
    static int compare(Comparable<?> one, Comparable<?> other) {
        return ((Comparable<Object>) one).compareTo(other);
    }

    private static Double finite(String text) {
        double number = Double.parseDouble(text);
        // Adding zero makes one of the two zeros, which are the same to PostgreSQL.
        return Double.isFinite(number) ? number + 0.0 : null;
    }

    private static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "t", "true" -> true;
            case "f", "false" -> false;
            default -> null;
        };
    }

    private static String uuid(String text) {
        return UUID.matcher(text).matches() ? text : null;
    }

    private static LocalDateTime time(String text) {
        try {
            return LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static Instant instant(String text) {
        var form = new StringBuilder(text.replace(' ', 'T'));
        int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        if (!text.endsWith("Z")) {
            if (text.length() - sign == 3) {
                form.append(":00");
            } else if (text.length() - sign == 5) {
                form.insert(sign + 3, ':');
            }
        }
        try {
            return OffsetDateTime.parse(form).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
