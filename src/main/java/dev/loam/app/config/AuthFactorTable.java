package dev.loam.app.config;

import dev.loam.modules.auth.config.FactorConfig;
import dev.loam.modules.auth.config.OAuthServerConfig;
import dev.loam.modules.auth.config.PasskeyConfig;
import java.time.Duration;
import java.util.List;

/// The settings of second factors, of passkeys, and of Loam as the authorization server of other
/// applications.
public final class AuthFactorTable {
    static final SettingTable TABLE = new SettingTable("auth.");

    public static final Setting<Integer> FACTORS_MAX = TABLE.add("mfa.max-enrolled-factors",
            Kind.whole(0, 1000), FactorConfig.DEFAULT.enrolledMax(),
            "The second factors one account may have.");
    public static final Setting<Boolean> TOTP_ENROLL = may("mfa.totp.enroll-enabled",
            "Whether an authenticator application may be added.");
    public static final Setting<Boolean> TOTP_VERIFY = may("mfa.totp.verify-enabled",
            "Whether one that was added may be used.");
    public static final Setting<Boolean> PHONE_ENROLL = may("mfa.phone.enroll-enabled",
            "Whether a telephone may be added.");
    public static final Setting<Boolean> PHONE_VERIFY = may("mfa.phone.verify-enabled",
            "Whether one that was added may be used.");
    public static final Setting<Integer> PHONE_DIGITS = TABLE.add("mfa.phone.otp-length",
            Kind.whole(6, 10), FactorConfig.DEFAULT.phoneCodeDigits(),
            "The digits of a code sent to it.");
    public static final Setting<String> PHONE_TEMPLATE = TABLE.add("mfa.phone.template",
            Kind.TEXT, FactorConfig.DEFAULT.phoneTemplate(), "The text of the message.");
    public static final Setting<Duration> PHONE_FREQUENCY = TABLE.add("mfa.phone.max-frequency",
            Kind.DURATION, FactorConfig.DEFAULT.phoneIntervalMin(),
            "The time between two messages to one account.");
    public static final Setting<Boolean> WEBAUTHN_ENROLL = may("mfa.web-authn.enroll-enabled",
            "Whether a security key may be added.");
    public static final Setting<Boolean> WEBAUTHN_VERIFY = may("mfa.web-authn.verify-enabled",
            "Whether one that was added may be used.");

    public static final Setting<Boolean> PASSKEYS = may("passkey.enabled",
            "Whether people may sign in with a passkey.");
    public static final Setting<String> RP_ID = TABLE.add("webauthn.rp-id", Kind.OPTIONAL, null,
            "The domain passkeys and security keys belong to; without it that of the site.");
    public static final Setting<String> RP_NAME = TABLE.add("webauthn.rp-display-name", Kind.TEXT,
            PasskeyConfig.DEFAULT.relyingPartyName(), "The name people see for it.");
    public static final Setting<List<String>> RP_ORIGINS = TABLE.add("webauthn.rp-origins",
            Kind.LIST, List.of(), "The pages that may use them; empty for the site alone.");

    public static final Setting<Boolean> OAUTH_SERVER = may("oauth-server.enabled",
            "Whether other applications may let people sign in here.");
    public static final Setting<Boolean> OAUTH_REGISTRATION = TABLE.add(
            "oauth-server.allow-dynamic-registration", Kind.TRUTH, true, false,
            "Whether such applications may register themselves.");
    public static final Setting<String> OAUTH_CONSENT = TABLE.add(
            "oauth-server.authorization-url-path", Kind.TEXT,
            OAuthServerConfig.DEFAULT.consentPath(),
            "The page of the site that asks people for their consent.");

    private AuthFactorTable() {
    }

    private static Setting<Boolean> may(String key, String meaning) {
        return TABLE.add(key, Kind.TRUTH, true, meaning);
    }
}
