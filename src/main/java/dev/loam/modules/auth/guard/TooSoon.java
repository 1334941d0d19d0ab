package dev.loam.modules.auth.guard;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure;
import java.time.Duration;

/// The refusal of what was asked for before its time.
final class TooSoon {
    private TooSoon() {
    }

    /// The time to wait is told in whole seconds, rounded up.
    static Refusal refusal(AuthCode code, Duration wait) {
        long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        return new Refusal(new AuthFailure.TooOften(code, code.message(), seconds));
    }
}
