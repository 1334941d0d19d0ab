package dev.loam.kernel.identity;

import dev.loam.ports.time.Chance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The form of opaque keys: `sb_secret_` or `sb_publishable_`, 22 letters and digits by chance (131
/// bits), `_`, and 8 of a checksum, so that a key that was mistyped or cut is known without asking
/// anyone.
final class ApiKeyText {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_CHARS = 22;
    private static final int CHECK_CHARS = 8;
    private static final int SHOWN_CHARS = 4;
    private static final String SECRET = "sb_secret_";
    private static final String PUBLISHABLE = "sb_publishable_";
    private static final Pattern FORM = Pattern.compile(
            "(?:sb_secret_|sb_publishable_)[0-9A-Za-z]{22}_[0-9A-Za-z]{8}");

    private ApiKeyText() {
    }

    /// A new one.
    static String fresh(boolean publishable, Chance chance) {
        var text = new StringBuilder(publishable ? PUBLISHABLE : SECRET);
        int end = text.length() + RANDOM_CHARS;
        while (text.length() < end) {
            for (byte one : chance.bytes(RANDOM_CHARS)) {
                // Numbers that would favour the first letters are passed over.
                int number = one & 0x3F;
                if (number < ALPHABET.length() && text.length() < end) {
                    text.append(ALPHABET.charAt(number));
                }
            }
        }
        return text.append('_').append(check(text.substring(0, end))).toString();
    }

    /// Whether it has the form, and its checksum is right.
    static boolean sound(String text) {
        return FORM.matcher(text).matches()
                && text.endsWith(check(text.substring(0, text.length() - CHECK_CHARS - 1)));
    }

    /// The part of a key that may be shown.
    static String prefix(String text) {
        return text.substring(0, text.length() - CHECK_CHARS - 1 - RANDOM_CHARS + SHOWN_CHARS);
    }

    /// Under which a key is kept. It has so much chance in it that no slow hash is needed.
    static String hash(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    private static String check(String text) {
        var digest = sha256("checksum of " + text);
        var check = new StringBuilder(CHECK_CHARS);
        for (int i = 0; i < CHECK_CHARS; i++) {
            check.append(ALPHABET.charAt((digest[i] & 0xFF) % ALPHABET.length()));
        }
        return check.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
