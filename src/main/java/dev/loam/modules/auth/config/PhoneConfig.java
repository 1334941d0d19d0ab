package dev.loam.modules.auth.config;

import java.time.Duration;
import java.util.Map;

/// Accounts with a telephone number, and the messages they get.
///
/// - `enabled`, `signupEnabled`: whether one may sign in and sign up with a number.
/// - `autoconfirm`: whether a number counts as confirmed without proof.
/// - `intervalMin`: between two messages to one account.
/// - `codeDigits`, `codeLifetime`: of the one-time codes.
/// - `template`: the text, with `{{ .Code }}` for the code.
/// - `testCodes`: numbers that get no message, by the code that counts for them.
public record PhoneConfig(
        boolean enabled, boolean signupEnabled, boolean autoconfirm, Duration intervalMin,
        int codeDigits, Duration codeLifetime, String template, Map<String, String> testCodes) {
    public static final PhoneConfig DEFAULT = new PhoneConfig(true, true, true,
            Duration.ofSeconds(5), 6, Duration.ofHours(1), "Your code is {{ .Code }}", Map.of());

    public PhoneConfig {
        testCodes = Map.copyOf(testCodes);
    }

    /// Whether it is no secret that a number has an account. Whoever tests with a number has its
    /// code already and uses it at once.
    public boolean isOpen(String number) {
        return autoconfirm || testCodes.containsKey(number);
    }
}
