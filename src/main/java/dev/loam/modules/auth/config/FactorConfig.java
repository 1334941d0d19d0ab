package dev.loam.modules.auth.config;

import java.time.Duration;

/// Second factors: how many one account may have, how long a challenge waits for its answer, and
/// what may be done with each kind.
public record FactorConfig(
        int enrolledMax, Duration challengeLifetime, Kind totp, Kind phone, Kind webauthn,
        int phoneCodeDigits, Duration phoneIntervalMin, String phoneTemplate) {
    public static final FactorConfig DEFAULT = new FactorConfig(10, Duration.ofMinutes(5),
            Kind.ON, Kind.ON, Kind.ON, 6, Duration.ofSeconds(5), "Your code is {{ .Code }}");

    /// Whether a kind of factor may be added and used.
    public record Kind(boolean enroll, boolean verify) {
        public static final Kind ON = new Kind(true, true);
        public static final Kind OFF = new Kind(false, false);
    }
}
