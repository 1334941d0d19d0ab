package dev.loam.modules.rest.ask;

/// Writes JSON strings.
///
/// Source: RFC 8259 section 7.
public final class JsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {
    }

    /// Appends the text as a JSON string, quotes included.
    public static void quote(String text, StringBuilder out) {
        out.append('"');
        int clean = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                continue;
            }
            out.append(text, clean, i);
            clean = i + 1;
            if (c >= ' ') {
                out.append('\\').append(c);
            } else {
                out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        out.append(text, clean, text.length()).append('"');
    }
}
