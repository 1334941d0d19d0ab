package dev.loam.kernel.validation.value;

/// Whole numbers within bounds. Values are `Long`.
///
/// PostgreSQL 16 and later also take digits of other bases and underscores between digits.
record IntegerReader(String type, long min, long max) implements ValueType.Reader {
    private static final int DIGITS_MAX = 19;

    @Override
    public Object read(String text) {
        String number = Blanks.stripped(text);
        int start = number.startsWith("-") || number.startsWith("+") ? 1 : 0;
        if (start == number.length()) {
            return Wrong.syntax(type, text);
        }
        for (int i = start; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c < '0' || c > '9') {
                return i > start && "xXoObB_".indexOf(c) >= 0 ? Special.UNSURE
                        : Wrong.syntax(type, text);
            }
        }
        return within(number, start, text);
    }

    private Object within(String number, int start, String text) {
        int first = start;
        while (first < number.length() - 1 && number.charAt(first) == '0') {
            first++;
        }
        if (number.length() - first <= DIGITS_MAX) {
            try {
                long value = Long.parseLong(
                        (number.charAt(0) == '-' ? "-" : "") + number.substring(first));
                return value < min || value > max ? Wrong.range(type, text) : (Object) value;
            } catch (NumberFormatException _) {
                return Wrong.range(type, text);
            }
        }
        return Wrong.range(type, text);
    }
}
