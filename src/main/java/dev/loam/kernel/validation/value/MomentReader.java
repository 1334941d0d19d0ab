package dev.loam.kernel.validation.value;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;

/// Dates and times. PostgreSQL takes them in more forms than anybody remembers, so only two things
/// are told here: that a text in the form of ISO 8601 names a day or time that there is not, and
/// that a text without any digit and without any of the words that stand for a time is none.
record MomentReader(String type) implements ValueType.Reader {
    private static final int DATE_CHARS = 10;
    private static final String[] WORDS = {
            "now", "today", "tomorrow", "yesterday", "epoch", "inf", "allballs", "zulu"};

    @Override
    public Object read(String text) {
        if (digitless(text)) {
            return new Wrong("22007",
                    "invalid input syntax for type " + type + ": " + Wrong.shown(text));
        }
        if (!isoDate(text)) {
            return Special.UNSURE;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, DATE_CHARS);
        if (year == 0 || text.length() > DATE_CHARS && !isoTime(text)) {
            return Special.UNSURE;
        }
        boolean exists = month >= 1 && month <= 12 && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
        if (!exists || text.length() > DATE_CHARS && !timeExists(text)) {
            return new Wrong("22008", "date/time field value out of range: " + Wrong.shown(text));
        }
        return text.length() == DATE_CHARS && type.equals("date")
                ? LocalDate.of(year, month, day) : Special.UNSURE;
    }

    private static boolean digitless(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                return false;
            }
        }
        String lower = text.toLowerCase(Locale.ROOT);
        for (String word : WORDS) {
            if (lower.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isoDate(String text) {
        return text.length() >= DATE_CHARS && shaped(text, 0, "dddd-dd-dd");
    }

    /// `Thh:mm`, perhaps seconds with a fraction, perhaps `Z` or an offset in hours and minutes.
    private static boolean isoTime(String text) {
        char separator = text.charAt(DATE_CHARS);
        if (separator != 'T' && separator != ' ' || !shaped(text, 11, "dd:dd")) {
            return false;
        }
        int at = 16;
        if (shaped(text, at, ":dd")) {
            at += 3;
            if (shaped(text, at, ".d")) {
                at += 2;
                while (shaped(text, at, "d")) {
                    at++;
                }
            }
        }
        if (at < text.length() && text.charAt(at) == 'Z') {
            at++;
        } else if (shaped(text, at, "+dd") || shaped(text, at, "-dd")) {
            at += 3;
            at += shaped(text, at, ":dd") ? 3 : 0;
        }
        return at == text.length();
    }

    private static boolean timeExists(String text) {
        boolean seconds = shaped(text, 16, ":dd");
        return number(text, 11, 13) <= 24 && number(text, 14, 16) <= 59
                && (!seconds || number(text, 17, 19) <= 60);
    }

    /// Whether the text has a shape at a place: `d` stands for a digit.
    private static boolean shaped(String text, int at, String shape) {
        if (text.length() - at < shape.length()) {
            return false;
        }
        for (int i = 0; i < shape.length(); i++) {
            char c = text.charAt(at + i);
            if (shape.charAt(i) == 'd' ? c < '0' || c > '9' : c != shape.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
