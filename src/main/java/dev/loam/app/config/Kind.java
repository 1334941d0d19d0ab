package dev.loam.app.config;

import dev.loam.base.config.ByteSize;
import dev.loam.base.config.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The type of a setting's value: how it is read from text (variables, flags) and from a typed
/// value of a file, and how it is shown.
///
/// Both readers throw `IllegalArgumentException` for what does not fit; `wanted` then says what
/// would. They answer null for "none", which only optional kinds do. A `secret` kind is never
/// shown, not even in a complaint.
public record Kind<T>(
        String wanted, Function<String, T> fromText, Function<Object, T> fromValue,
        Function<T, String> show, boolean secret) {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern DURATION_FORM =
            Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h|d)){1,5}");
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+)([a-z]+)");
    private static final Pattern PASSWORD = Pattern.compile("(?<=://)([^@/:]*):\\S*@");
    private static final Pattern PASSWORD_WORD =
            Pattern.compile("(?i)\\bpassword\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|[^\\s&]*)");

    /// A text that is never empty.
    public static final Kind<String> TEXT = new Kind<>(
            "a text", Kind::notEmpty, value -> notEmpty(text(value)), Kind::same, false);

    /// A text that may be left out: the empty one means none.
    public static final Kind<String> OPTIONAL = new Kind<>(
            "a text", Kind::emptyIsNone, value -> emptyIsNone(text(value)), Kind::same, false);

    public static final Kind<Boolean> TRUTH = new Kind<>(
            "true or false", Kind::truth, value -> as(Boolean.class, value), String::valueOf,
            false);

    /// `250ms`, `30s`, `5m`, `2h`, `1d` or several of them, as `1m30s`; a bare number means
    /// seconds.
    public static final Kind<Duration> DURATION = new Kind<>(
            "a duration such as 250ms, 30s or 5m", Kind::duration,
            value -> value instanceof Long seconds
                    ? duration(seconds.toString()) : duration(text(value)),
            Kind::showDuration, false);

    /// A list of texts; as one text, separated by commas.
    public static final Kind<List<String>> LIST = new Kind<>(
            "a list of texts", Kind::split, Kind::texts, Kind::showList, false);

    public static final Kind<Secret> SECRET = new Kind<>(
            "a secret text", Kind::secretOf, value -> secretOf(text(value)), Secret::toString,
            true);

    /// A PostgreSQL address; its password is hidden wherever it is shown.
    public static final Kind<String> ADDRESS = new Kind<>(
            "a PostgreSQL address such as postgresql://user@host:5432/name",
            Kind::emptyIsNone, value -> emptyIsNone(text(value)), Kind::hidePassword, true);

    public static final Kind<Integer> PORT = whole(0, 65_535);

    public static Kind<ByteSize> size(ByteSize min, ByteSize max) {
        Function<ByteSize, ByteSize> within = size -> {
            if (size.bytes() < min.bytes() || size.bytes() > max.bytes()) {
                throw new IllegalArgumentException();
            }
            return size;
        };
        Function<String, ByteSize> read = text -> within.apply(ByteSize.parse(text));
        return new Kind<>("a size such as 64KiB or 8MiB, from " + min + " to " + max, read,
                value -> value instanceof Long bytes
                        ? within.apply(new ByteSize(bytes)) : read.apply(text(value)),
                ByteSize::toString, false);
    }

    public static Kind<Integer> whole(int min, int max) {
        String wanted = max == Integer.MAX_VALUE
                ? "a whole number, at least " + min
                : "a whole number from " + min + " to " + max;
        Function<Long, Integer> within = number -> {
            if (number < min || number > max) {
                throw new IllegalArgumentException();
            }
            return number.intValue();
        };
        return new Kind<>(wanted, text -> within.apply(Long.parseLong(text.strip())),
                value -> within.apply(as(Long.class, value)), String::valueOf, false);
    }

    /// A whole number that may be left out: the empty text means none.
    public static Kind<Integer> wholeOrNone(int min, int max) {
        Kind<Integer> kind = whole(min, max);
        return new Kind<>(kind.wanted,
                text -> text.isBlank() ? null : kind.fromText.apply(text),
                kind.fromValue, kind.show, false);
    }

    /// One of the names of an enumeration, in lower case with hyphens.
    public static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(Kind::nameOf).toList();
        Function<String, E> read = text -> {
            int at = names.indexOf(text.strip());
            if (at < 0) {
                throw new IllegalArgumentException();
            }
            return type.getEnumConstants()[at];
        };
        return new Kind<>("one of " + String.join(", ", names), read,
                value -> read.apply(text(value)), Kind::nameOf, false);
    }

    /// How a value is shown: hidden where it is secret, `none` for null and empty.
    public String shown(T value) {
        return value == null ? "none" : show.apply(value);
    }

    /// Hides the password of a PostgreSQL address in either of its forms.
    public static String hidePassword(String address) {
        String withoutUserPart = PASSWORD.matcher(address).replaceAll("$1:***@");
        return PASSWORD_WORD.matcher(withoutUserPart).replaceAll("password=***");
    }

    private static String nameOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <V> V as(Class<V> type, Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException();
        }
        return type.cast(value);
    }

    private static String text(Object value) {
        return as(String.class, value);
    }

    private static String same(String text) {
        return text;
    }

    private static String notEmpty(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static String emptyIsNone(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Secret secretOf(String text) {
        return text.isEmpty() ? null : new Secret(text);
    }

    private static Boolean truth(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Duration duration(String text) {
        String stripped = text.strip();
        if (SECONDS.matcher(stripped).matches()) {
            return Duration.ofSeconds(Long.parseLong(stripped));
        }
        if (!DURATION_FORM.matcher(stripped).matches()) {
            throw new IllegalArgumentException();
        }
        return DURATION_PART.matcher(stripped).results()
                .map(part -> duration(Long.parseLong(part.group(1)), part.group(2)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static String showDuration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }

    private static String showList(List<String> list) {
        return list.isEmpty() ? "none" : String.join(", ", list);
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",")).map(String::strip)
                .filter(part -> !part.isEmpty()).collect(Collectors.toUnmodifiableList());
    }

    private static List<String> texts(Object value) {
        if (value instanceof String text) {
            return split(text);
        }
        return as(List.class, value) instanceof List<?> list
                ? list.stream().map(Kind::text).toList() : List.of();
    }
}
