package dev.loam.app.config;

import dev.loam.base.config.Secret;
import java.util.Base64;
import java.util.List;

/// How tokens are verified.
///
/// `secret` is a plain secret, a JSON Web Key or a set of them, null when there is none: then no
/// token can be verified. `audience` may be null. `roleClaimKey` is a JSON path, or PostgREST's
/// older form that starts with a dot.
public record JwtSettings(
        Secret secret, boolean secretIsBase64, String audience, String roleClaimKey,
        int cacheEntriesMax) {
    private static final int SECRET_LENGTH_MIN = 32;

    static JwtSettings from(Resolved values) {
        return new JwtSettings(
                values.get(Settings.JWT_SECRET), values.get(Settings.JWT_SECRET_IS_BASE64),
                values.get(Settings.JWT_AUDIENCE), values.get(Settings.JWT_ROLE_CLAIM_KEY),
                values.get(Settings.JWT_CACHE_ENTRIES_MAX));
    }

    /// The same with a secret in place of none.
    public JwtSettings withSecret(Secret made) {
        return new JwtSettings(made, false, audience, roleClaimKey, cacheEntriesMax);
    }

    /// Whether the secret is a key or a key set rather than the bytes of a secret.
    public boolean secretIsJson() {
        return secret != null && !secretIsBase64 && secret.value().strip().startsWith("{");
    }

    /// The bytes of a plain secret. Fails with `IllegalArgumentException` when the Base64 is wrong.
    public byte[] secretBytes() {
        if (!secretIsBase64) {
            return secret.utf8();
        }
        String text = secret.value().strip();
        boolean urlForm = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        return (urlForm ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
    }

    /// Notes a secret that cannot be used: too short, or not Base64 where it should be.
    void check(String name, List<String> problems) {
        if (secret == null || secretIsJson()) {
            return;
        }
        try {
            if (secretBytes().length < SECRET_LENGTH_MIN) {
                problems.add(name + ": a secret needs at least "
                        + SECRET_LENGTH_MIN + " characters");
            }
        } catch (IllegalArgumentException _) {
            problems.add(name + ": is not Base64");
        }
    }
}
