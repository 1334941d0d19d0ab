package dev.loam.modules.auth.guard;

import dev.loam.ports.time.Chance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// Names accounts in memory without holding their email addresses or phone numbers: by a hash that
/// only this process can make.
final class Accounts {
    private static final int KEY_BYTES = 16;

    private final byte[] salt;

    Accounts(Chance chance) {
        salt = chance.bytes(KEY_BYTES);
    }

    String key(String account) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            var hash = digest.digest(account.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, KEY_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
