package dev.loam.modules.rest.grammar;

import dev.loam.base.failure.Refusal;
import dev.loam.base.text.PercentCodes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Splits a raw query string into decoded parameters.
///
/// Parameters stand between `&`; the first `=` ends the name; one without `=` asks nothing and is
/// left out. `+` is a space. A percent sign without two hexadecimal digits stands for itself, as it
/// does in PostgREST. The bytes must be UTF-8 without NUL, which no PostgreSQL text can hold.
public final class RawQuery {
    private RawQuery() {
    }

    /// `raw` is what follows the `?`, each char a byte (ISO-8859-1), or null. Fails with a
    /// `Refusal` of [GrammarFailure.Unparsable].
    public static List<RawParam> parse(String raw) {
        if (raw == null || raw.isEmpty()) {
            return List.of();
        }
        var params = new ArrayList<RawParam>();
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            if (end < 0) {
                end = raw.length();
            }
            int equals = raw.indexOf('=', start);
            if (equals >= 0 && equals < end) {
                if (params.size() >= Budget.TERMS_MAX) {
                    throw refuse(raw, start, "more than " + Budget.TERMS_MAX + " parameters");
                }
                params.add(new RawParam(
                        decode(raw, start, equals), decode(raw, equals + 1, end)));
            }
            start = end + 1;
        }
        return params;
    }

    private static String decode(String raw, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = raw.charAt(i);
            if (c == '%' || c == '+' || c >= 0x80 || c == 0) {
                return decodeBytes(raw, start, end);
            }
        }
        return raw.substring(start, end);
    }

    private static String decodeBytes(String raw, int start, int end) {
        var bytes = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            char c = raw.charAt(i);
            int octet = c == '+' ? ' ' : c;
            if (c == '%' && i + 2 < end) {
                int high = Character.digit(raw.charAt(i + 1), 16);
                int low = Character.digit(raw.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    octet = high << 4 | low;
                    i += 2;
                }
            }
            if (octet == 0) {
                throw refuse(raw, i, "unexpected \"\\NUL\" expecting text without NUL");
            }
            bytes[length++] = (byte) octet;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException _) {
            throw refuse(raw, start, "unexpected bytes expecting UTF-8");
        }
    }

    /// The message shows bytes outside ASCII as percent codes, since they may be no text at all.
    private static Refusal refuse(String raw, int at, String details) {
        var shown = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c > ' ' && c < 0x7f) {
                shown.append(c);
            } else {
                PercentCodes.encode((byte) c, shown);
            }
        }
        return new Refusal(new GrammarFailure.Unparsable(
                "query string", shown.toString(), 1, at + 1, details));
    }
}
