package dev.loam.kernel.idempotency;

import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.Headers;
import java.util.List;

/// The field `Idempotency-Key`: a string of a structured field, `"8e03978e"`, or the same without
/// the quotes, as many clients send it.
///
/// Source: IETF draft "The Idempotency-Key HTTP Header Field", section 2.1; RFC 9651 section 3.3.3.
final class KeyField {
    static final String NAME = "Idempotency-Key";
    private static final int CHARS_MAX = 255;

    private KeyField() {
    }

    /// The key that was sent, null for none.
    ///
    /// Fails: 400 LOAM-IDEMPOTENCY-002.
    static String of(Headers headers) {
        String first = headers.first(NAME);
        if (first == null) {
            return null;
        }
        List<String> all = headers.all(NAME);
        if (all.size() > 1) {
            throw unreadable("It was sent " + all.size() + " times.");
        }
        String sent = first.strip();
        String key = sent.startsWith("\"") ? quoted(sent) : bare(sent);
        if (key.isEmpty()) {
            throw unreadable("It is empty.");
        }
        if (key.length() > CHARS_MAX) {
            throw unreadable("It has " + key.length() + " characters, of at most " + CHARS_MAX
                    + ".");
        }
        return key;
    }

    private static String quoted(String sent) {
        var key = new StringBuilder(sent.length());
        int at = 1;
        for (; at < sent.length() && sent.charAt(at) != '"'; at++) {
            char c = sent.charAt(at);
            if (c == '\\') {
                at++;
                c = at < sent.length() ? sent.charAt(at) : 0;
                if (c != '"' && c != '\\') {
                    throw unreadable("A backslash stands before \" and \\ only.");
                }
            } else if (c < ' ' || c > '~') {
                throw unreadable("Characters have to be printable ASCII.");
            }
            key.append(c);
        }
        if (at != sent.length() - 1) {
            throw unreadable(at < sent.length() ? "Something follows the closing quote."
                    : "The closing quote is missing.");
        }
        return key.toString();
    }

    private static String bare(String sent) {
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == ',' || c == ';' || c == '\\') {
                throw unreadable("A key with such characters has to stand in double quotes.");
            }
        }
        return sent;
    }

    private static Refusal unreadable(String what) {
        return new Refusal(new IdempotencyFailure.Unreadable(what));
    }
}
