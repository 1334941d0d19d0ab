package dev.loam.app.log;

import java.util.Collection;
import java.util.HexFormat;

/// One JSON object on one line, member by member. What is null is left out; texts are cut at a
/// bound. Control characters are escaped, so that nothing can begin a line of its own.
final class JsonLine {
    private static final HexFormat HEX = HexFormat.of();
    private static final int CHARS_MAX = 32 << 10;
    private static final String CUT = "…";

    private final StringBuilder line;

    JsonLine(int chars) {
        line = new StringBuilder(chars).append('{');
    }

    JsonLine text(String name, String value) {
        if (value != null) {
            name(name);
            quoted(value);
        }
        return this;
    }

    JsonLine number(String name, long value) {
        name(name);
        line.append(value);
        return this;
    }

    JsonLine texts(String name, Collection<String> values) {
        name(name);
        line.append('[');
        String comma = "";
        for (String value : values) {
            line.append(comma);
            quoted(value);
            comma = ",";
        }
        line.append(']');
        return this;
    }

    /// JSON as it is.
    JsonLine raw(String name, Object value) {
        name(name);
        line.append(value);
        return this;
    }

    String end() {
        return line.append('}').toString();
    }

    private void name(String name) {
        if (line.length() > 1) {
            line.append(',');
        }
        quoted(name);
        line.append(':');
    }

    private void quoted(String text) {
        int length = Math.min(text.length(), CHARS_MAX);
        line.append('"');
        int copied = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c == '\u2028' || c == '\u2029') {
                line.append(text, copied, i);
                escape(c);
                copied = i + 1;
            }
        }
        line.append(text, copied, length);
        line.append(length < text.length() ? CUT : "").append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> line.append('\\').append(c);
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> line.append("\\u").append(HEX.toHexDigits(c));
        }
    }
}
