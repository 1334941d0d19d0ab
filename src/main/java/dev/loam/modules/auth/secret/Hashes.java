package dev.loam.modules.auth.secret;

import dev.loam.base.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The hashes under which tokens and codes are kept.
///
/// A code of few digits would be found by trying all of them: its hash takes a key that is not in
/// the database. Immutable.
public final class Hashes {
    private final byte[] key;

    /// `secret` is the project's own.
    public Hashes(Secret secret) {
        this.key = mac(secret.utf8(), "HmacSHA256", "loam auth tokens");
    }

    /// The hash of a one-time code of an address, as links carry it: 56 hexadecimal digits.
    public String code(String address, String code) {
        return HexFormat.of().formatHex(mac(key, "HmacSHA224", "code\0" + address + "\0" + code));
    }

    /// The refresh token that follows another one in its session. Whoever refreshes twice at once
    /// so gets the same one, though none is kept in the clear.
    public String next(String sessionId, String refreshToken) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                mac(key, "HmacSHA256", "refresh\0" + sessionId + "\0" + refreshToken));
    }

    /// The hash of a token that is long enough to need no key: SHA-256, in hexadecimal digits.
    public static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /// Whether two texts are equal, in a time that does not tell where they differ.
    public static boolean equal(String one, String other) {
        return one != null && other != null && MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] key, String algorithm, String text) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HMAC with SHA-2", missing);
        }
    }
}
