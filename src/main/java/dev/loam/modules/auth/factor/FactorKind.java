package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.config.FactorConfig;
import dev.loam.modules.auth.failure.AuthCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The kinds of second factors: an authenticator app, a telephone, a security key.
enum FactorKind {
    TOTP("totp", AuthCode.MFA_TOTP_ENROLL_NOT_ENABLED, AuthCode.MFA_TOTP_VERIFY_NOT_ENABLED),
    PHONE("mfa/phone", AuthCode.MFA_PHONE_ENROLL_NOT_ENABLED,
            AuthCode.MFA_PHONE_VERIFY_NOT_ENABLED),
    WEBAUTHN("mfa/webauthn", AuthCode.MFA_WEBAUTHN_ENROLL_NOT_ENABLED,
            AuthCode.MFA_WEBAUTHN_VERIFY_NOT_ENABLED);

    static final Set<String> NAMES =
            Arrays.stream(values()).map(FactorKind::code).collect(Collectors.toSet());

    private final String method;
    private final AuthCode enrollOff;
    private final AuthCode verifyOff;

    FactorKind(String method, AuthCode enrollOff, AuthCode verifyOff) {
        this.method = method;
        this.enrollOff = enrollOff;
        this.verifyOff = verifyOff;
    }

    static FactorKind of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// The name of the kind, in requests and tables.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The method of authentication that a token names.
    String method() {
        return method;
    }

    void refuseUnlessEnrolled(FactorConfig config) {
        refuseUnless(settings(config).enroll(), enrollOff);
    }

    void refuseUnlessVerified(FactorConfig config) {
        refuseUnless(settings(config).verify(), verifyOff);
    }

    private static void refuseUnless(boolean enabled, AuthCode off) {
        if (!enabled) {
            throw off.refusal();
        }
    }

    private FactorConfig.Kind settings(FactorConfig config) {
        return switch (this) {
            case TOTP -> config.totp();
            case PHONE -> config.phone();
            case WEBAUTHN -> config.webauthn();
        };
    }
}
