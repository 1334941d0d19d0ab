package dev.loam.modules.auth.config;

import java.util.List;

/// Passwords.
///
/// - `lengthMin`: in characters.
/// - `required`: sets of characters, each of which a password must have one of.
/// - `breachedRefused`: whether passwords known from breaches are refused; `breachService` is the
///   address of a service of the range kind (`…/range/`), asked with the first five digits of the
///   hash.
/// - `currentRequired`: whether a new password takes the current one.
/// - `reauthenticationRequired`: whether a new password takes a nonce when the session is older
///   than a day.
/// - `hashing`: the cost of a hash.
public record PasswordConfig(
        int lengthMin, List<String> required, boolean breachedRefused, String breachService,
        boolean currentRequired, boolean reauthenticationRequired, Hashing hashing) {
    public static final PasswordConfig DEFAULT = new PasswordConfig(
            6, List.of(), false, null, false, false, Hashing.DEFAULT);

    public PasswordConfig {
        required = List.copyOf(required);
    }

    /// The cost of one Argon2id hash, how many are made at once, and how many may wait.
    /// Source: OWASP Password Storage Cheat Sheet, "Argon2id"; RFC 9106.
    public record Hashing(
            int memoryKibibytes, int iterations, int parallelism, int atOnce, int waitingMax) {
        public static final Hashing DEFAULT = new Hashing(19_456, 2, 1, 1, 64);
    }
}
