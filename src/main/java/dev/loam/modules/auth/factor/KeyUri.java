package dev.loam.modules.auth.factor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The address that tells an authenticator app what to add, for people to scan.
///
/// Source: the "Key Uri Format" that authenticator apps share.
final class KeyUri {
    private KeyUri() {
    }

    /// `issuer` is whose account it is, `account` which of them.
    static String totp(String issuer, String account, String secret) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account)
                + "?algorithm=SHA1&digits=" + Totp.DIGITS + "&issuer=" + encoded(issuer)
                + "&period=" + Totp.STEP_SECONDS + "&secret=" + secret;
    }

    /// Apps read a plus as a plus.
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
