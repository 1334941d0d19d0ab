package dev.loam.modules.auth.config;

/// How often something may be asked for: per address and five minutes, save where it says hour.
/// Zero forbids nothing. Unlike the others, mails and messages are counted for the process.
public record LimitConfig(
        int tokenRefresh, int verify, int otp, int signInSignUp, int sso, int web3, int passkey,
        int anonymousPerHour, int mailsPerHour, int messagesPerHour,
        int clientRegistrationPerHour, int factorVerifyPerMinute) {
    public static final LimitConfig DEFAULT =
            new LimitConfig(150, 30, 30, 30, 30, 30, 30, 30, 30, 30, 10, 15);

    /// Every limit so many times as high.
    public LimitConfig times(int factor) {
        return new LimitConfig(tokenRefresh * factor, verify * factor, otp * factor,
                signInSignUp * factor, sso * factor, web3 * factor, passkey * factor,
                anonymousPerHour * factor, mailsPerHour * factor, messagesPerHour * factor,
                clientRegistrationPerHour * factor, factorVerifyPerMinute * factor);
    }
}
