package dev.loam.modules.auth.password;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.PasswordConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure.WeakPassword;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a password must be like to be taken.
///
/// It is asked when a password is chosen, where a weak one is refused. Who signs in with a password
/// of before is told of its weakness and let in.
public final class PasswordPolicy {
    /// Of UTF-8. Argon2 would take any; clients and imported bcrypt hashes know 72.
    private static final int BYTES_MAX = 72;

    private final PasswordConfig config;
    private final BreachedPasswords breached;

    /// `breached` is not asked unless the settings say so.
    public PasswordPolicy(PasswordConfig config, BreachedPasswords breached) {
        this.config = config;
        this.breached = breached;
    }

    /// Refuses a password that is too long or weak.
    public void check(String password) {
        if (password.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Password cannot be longer than " + BYTES_MAX + " characters");
        }
        var weakness = weakness(password);
        if (weakness != null) {
            throw new Refusal(weakness);
        }
    }

    /// What is weak about a password, null for nothing.
    public WeakPassword weakness(String password) {
        var reasons = new ArrayList<String>(3);
        var messages = new ArrayList<String>(3);
        if (password.codePointCount(0, password.length()) < config.lengthMin()) {
            reasons.add("length");
            messages.add("Password should be at least " + config.lengthMin() + " characters.");
        }
        if (!config.required().stream().allMatch(set -> hasOneOf(password, set))) {
            reasons.add("characters");
            messages.add("Password should contain at least one character of each: "
                    + String.join(", ", config.required()) + ".");
        }
        // A password that is refused anyway needs no look-up.
        if (reasons.isEmpty() && config.breachedRefused() && breached.contain(password)) {
            reasons.add("pwned");
            messages.add("Password is known to be weak and easy to guess, please choose a different"
                    + " one.");
        }
        return reasons.isEmpty() ? null
                : new WeakPassword(String.join(" ", messages), List.copyOf(reasons));
    }

    private static boolean hasOneOf(String password, String set) {
        return password.codePoints().anyMatch(character -> set.indexOf(character) >= 0);
    }
}
