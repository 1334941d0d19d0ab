package dev.loam.kernel.changes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// JSON from bytes of UTF-8.
public final class JsonText {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {
    }

    static void nothing(ByteArrayOutputStream out) {
        out.writeBytes(NULL);
    }

    /// Appends a text in UTF-8 as a string.
    public static void string(byte[] text, ByteArrayOutputStream out) {
        string(text, 0, text.length, out);
    }

    /// Runs without anything to escape go out in one piece.
    static void string(byte[] text, int from, int to, ByteArrayOutputStream out) {
        out.write('"');
        int run = from;
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (b == '"' || b == '\\' || b >= 0 && b < ' ') {
                out.write(text, run, i - run);
                escape(b, out);
                run = i + 1;
            }
        }
        out.write(text, run, to - run);
        out.write('"');
    }

    private static void escape(byte b, ByteArrayOutputStream out) {
        int letter = switch (b) {
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '"', '\\' -> b;
            default -> 'u';
        };
        out.write('\\');
        out.write(letter);
        if (letter == 'u') {
            out.write('0');
            out.write('0');
            out.write(HEX[b >> 4]);
            out.write(HEX[b & 15]);
        }
    }
}
