package dev.loam.modules.auth.wire;

import dev.loam.modules.auth.failure.AuthCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/// The challenge of a client that will show its verifier when it fetches the session.
///
/// `method` is `s256` or `plain`. Source: RFC 7636.
public record Pkce(String challenge, String method) {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    /// That of a request, null where it has none.
    public static Pkce of(String challenge, String method) {
        boolean without = challenge == null || challenge.isEmpty();
        if (without && (method == null || method.isEmpty())) {
            return null;
        }
        if (without || method == null || method.isEmpty()) {
            throw AuthCode.VALIDATION_FAILED.refusal("PKCE flow requires code_challenge_method and"
                    + " code_challenge");
        }
        var known = method.toLowerCase(Locale.ROOT);
        if (!known.equals("s256") && !known.equals("plain")) {
            throw AuthCode.VALIDATION_FAILED.refusal("Invalid code_challenge_method");
        }
        if (challenge.length() < 43 || challenge.length() > 128) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "code challenge has to be between 43 and 128 characters");
        }
        if (!CHALLENGE.matcher(challenge).matches()) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "code challenge can only contain alphanumeric characters, hyphens, periods,"
                            + " underscores and tildes");
        }
        return new Pkce(challenge, known);
    }

    public static Pkce of(Fields body) {
        return of(body.text("code_challenge"), body.text("code_challenge_method"));
    }

    /// Whether the verifier belongs to the challenge.
    public boolean proven(String verifier) {
        try {
            var bytes = verifier.getBytes(StandardCharsets.UTF_8);
            var shown = method.equals("plain") ? bytes : Base64.getUrlEncoder().withoutPadding()
                    .encode(MessageDigest.getInstance("SHA-256").digest(bytes));
            return MessageDigest.isEqual(shown, challenge.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
