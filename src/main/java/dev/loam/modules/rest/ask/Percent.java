package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.RestFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Undoes percent-encoding, strictly: what does not decode to UTF-8 text without NUL is refused.
///
/// Source: RFC 3986 section 2.1.
public final class Percent {
    private Percent() {
    }

    /// Decodes one segment of a path; `part` names it in the refusal.
    public static String decode(String raw, String part) {
        return decode(raw, false, part);
    }

    /// Decodes a name or value of a form, where `+` is a space.
    public static String decodeForm(String raw, String part) {
        return decode(raw, true, part);
    }

    private static String decode(String raw, boolean plusIsSpace, String part) {
        if (isPlain(raw, plusIsSpace)) {
            return raw;
        }
        byte[] bytes = new byte[raw.length()];
        int size = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 < raw.length() ? digit(raw, i + 1) : -1;
                int low = i + 2 < raw.length() ? digit(raw, i + 2) : -1;
                if (high < 0 || low < 0) {
                    throw invalid(part, "a bad percent code at position " + (i + 1));
                }
                bytes[size++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[size++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        return text(bytes, size, part);
    }

    private static boolean isPlain(String raw, boolean plusIsSpace) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' || c == 0 || c > 0x7F || plusIsSpace && c == '+') {
                return false;
            }
        }
        return true;
    }

    private static int digit(String raw, int at) {
        char c = raw.charAt(at);
        return c > 0x7F ? -1 : Character.digit(c, 16);
    }

    /// Text that came as bytes in ISO-8859-1 characters, read as the UTF-8 it should be.
    public static String utf8(String latin, String part) {
        if (isAscii(latin)) {
            return latin;
        }
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        return text(bytes, bytes.length, part);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int size, String part) {
        for (int i = 0; i < size; i++) {
            if (bytes[i] == 0) {
                throw invalid(part, "a NUL character");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
        } catch (CharacterCodingException _) {
            throw invalid(part, "bytes that are no UTF-8");
        }
    }

    private static Refusal invalid(String part, String found) {
        return new Refusal(new RestFailure.InvalidEncoding(part, "Found " + found + "."));
    }
}
