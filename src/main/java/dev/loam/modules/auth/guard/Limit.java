package dev.loam.modules.auth.guard;

import dev.loam.modules.auth.config.LimitConfig;
import dev.loam.modules.auth.failure.AuthCode;
import java.time.Duration;
import java.util.function.ToIntFunction;

/// Something that may be asked for so many times in a while.
public enum Limit {
    TOKEN_REFRESH(Duration.ofMinutes(5), LimitConfig::tokenRefresh),
    VERIFY(Duration.ofMinutes(5), LimitConfig::verify),
    OTP(Duration.ofMinutes(5), LimitConfig::otp),
    SIGN_IN_SIGN_UP(Duration.ofMinutes(5), LimitConfig::signInSignUp),
    SSO(Duration.ofMinutes(5), LimitConfig::sso),
    WEB3(Duration.ofMinutes(5), LimitConfig::web3),
    PASSKEY(Duration.ofMinutes(5), LimitConfig::passkey),
    ANONYMOUS(Duration.ofHours(1), LimitConfig::anonymousPerHour),
    CLIENT_REGISTRATION(Duration.ofHours(1), LimitConfig::clientRegistrationPerHour),
    FACTOR_VERIFY(Duration.ofMinutes(1), LimitConfig::factorVerifyPerMinute),
    MAILS(Duration.ofHours(1), LimitConfig::mailsPerHour, AuthCode.OVER_EMAIL_SEND_RATE_LIMIT),
    MESSAGES(Duration.ofHours(1), LimitConfig::messagesPerHour, AuthCode.OVER_SMS_SEND_RATE_LIMIT);

    private final Duration period;
    private final ToIntFunction<LimitConfig> times;
    private final AuthCode code;

    Limit(Duration period, ToIntFunction<LimitConfig> times) {
        this(period, times, AuthCode.OVER_REQUEST_RATE_LIMIT);
    }

    Limit(Duration period, ToIntFunction<LimitConfig> times, AuthCode code) {
        this.period = period;
        this.times = times;
        this.code = code;
    }

    Duration period() {
        return period;
    }

    /// How often in a period; zero forbids nothing.
    int times(LimitConfig config) {
        return times.applyAsInt(config);
    }

    /// What a refusal says.
    AuthCode code() {
        return code;
    }
}
