package dev.loam.modules.rest.grammar.diagnosis;

/// Characters and texts as Haskell shows them, since PostgREST does.
final class Quotes {
    private static final String[] CONTROLS = {
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "a", "b", "t", "n", "v", "f", "r", "SO",
        "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
        "FS", "GS", "RS", "US"};
    private static final int DELETE = 0x7f;

    private Quotes() {
    }

    static String doubled(int c) {
        return "\"" + shown(c, '"') + "\"";
    }

    static String doubled(String text) {
        var shown = new StringBuilder("\"");
        text.codePoints().forEach(c -> shown.append(shown(c, '"')));
        return shown.append('"').toString();
    }

    static String single(int c) {
        return "'" + shown(c, '\'') + "'";
    }

    private static String shown(int c, char quote) {
        if (c == quote || c == '\\') {
            return "\\" + (char) c;
        }
        if (c < CONTROLS.length) {
            return "\\" + CONTROLS[c];
        }
        if (c < DELETE) {
            return String.valueOf((char) c);
        }
        return c == DELETE ? "\\DEL" : "\\" + c;
    }
}
