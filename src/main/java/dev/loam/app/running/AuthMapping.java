package dev.loam.app.running;

import dev.loam.app.config.AuthFactorTable;
import dev.loam.app.config.AuthMessageTable;
import dev.loam.app.config.AuthServiceTable;
import dev.loam.app.config.AuthSettings;
import dev.loam.app.config.AuthTable;
import dev.loam.app.config.Setting;
import dev.loam.base.config.Secret;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.config.CaptchaConfig;
import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.config.FactorConfig;
import dev.loam.modules.auth.config.HookConfig;
import dev.loam.modules.auth.config.LimitConfig;
import dev.loam.modules.auth.config.OAuthServerConfig;
import dev.loam.modules.auth.config.PasskeyConfig;
import dev.loam.modules.auth.config.PasswordConfig;
import dev.loam.modules.auth.config.PhoneConfig;
import dev.loam.modules.auth.config.ProviderConfig;
import dev.loam.modules.auth.config.SessionConfig;
import dev.loam.modules.auth.config.TokenConfig;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// From the settings of accounts that a person writes to those of the auth module.
final class AuthMapping {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String SYMBOLS = "!@#$%^&*()_+-=[]{};'\\:\"|<>?,./`~";

    private final AuthSettings settings;

    private AuthMapping(AuthSettings settings) {
        this.settings = settings;
    }

    /// Those of a process: `databaseRole` and `secret` as [AuthConfig] has them, `serverUrl` where
    /// the server itself is reached, which counts where no external address is configured, and
    /// `development` whether the mailbox is on.
    static AuthConfig of(
            AuthSettings settings, String databaseRole, Secret secret, URI serverUrl,
            boolean development) {
        var mapping = new AuthMapping(settings);
        return new AuthConfig(AuthConfig.PREFIX, databaseRole, secret,
                mapping.externalUrl(serverUrl), settings.get(AuthTable.SITE_URL),
                settings.get(AuthTable.REDIRECT_URLS), development,
                settings.get(AuthTable.SIGNUP), settings.get(AuthTable.ANONYMOUS),
                settings.get(AuthTable.MANUAL_LINKING), mapping.tokens(), mapping.sessions(),
                mapping.passwords(), mapping.email(), mapping.phone(), mapping.factors(),
                mapping.passkeys(), mapping.providers(), mapping.limits(), mapping.captcha(),
                mapping.hooks(), mapping.oauthServer());
    }

    private URI externalUrl(URI serverUrl) {
        String given = settings.get(AuthTable.EXTERNAL_URL);
        String url = given == null ? serverUrl.toString() : given;
        return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    private TokenConfig tokens() {
        return new TokenConfig(settings.get(AuthTable.JWT_EXPIRY),
                settings.get(AuthTable.JWT_ISSUER), TokenConfig.DEFAULT.audience(),
                TokenConfig.DEFAULT.adminRoles());
    }

    private SessionConfig sessions() {
        return new SessionConfig(settings.get(AuthTable.ROTATION),
                settings.get(AuthTable.REUSE_INTERVAL), bound(AuthTable.TIMEBOX),
                bound(AuthTable.INACTIVITY), settings.get(AuthTable.SINGLE_SESSION));
    }

    private Duration bound(Setting<Duration> setting) {
        Duration value = settings.get(setting);
        return value.isZero() ? null : value;
    }

    private PasswordConfig passwords() {
        var hashing = new PasswordConfig.Hashing(
                Math.toIntExact(settings.get(AuthTable.HASH_MEMORY).bytes() >> 10),
                settings.get(AuthTable.HASH_ITERATIONS), settings.get(AuthTable.HASH_PARALLELISM),
                settings.get(AuthTable.HASHES_AT_ONCE),
                settings.get(AuthTable.HASHES_WAITING_MAX));
        return new PasswordConfig(settings.get(AuthTable.PASSWORD_LENGTH_MIN),
                required(settings.get(AuthTable.PASSWORD_REQUIREMENTS)),
                settings.get(AuthTable.BREACHED_REFUSED), settings.get(AuthTable.BREACH_SERVICE),
                settings.get(AuthMessageTable.CURRENT_PASSWORD),
                settings.get(AuthMessageTable.SECURE_PASSWORD_CHANGE), hashing);
    }

    private static List<String> required(String requirements) {
        return switch (requirements) {
            case "letters-digits" -> List.of(LOWER + UPPER, DIGITS);
            case "lower-upper-letters-digits" -> List.of(LOWER, UPPER, DIGITS);
            case "lower-upper-letters-digits-symbols" -> List.of(LOWER, UPPER, DIGITS, SYMBOLS);
            case null, default -> List.of();
        };
    }

    private EmailConfig email() {
        return new EmailConfig(settings.get(AuthMessageTable.EMAIL),
                settings.get(AuthMessageTable.EMAIL_SIGNUP),
                !settings.get(AuthMessageTable.EMAIL_CONFIRMATIONS),
                settings.get(AuthMessageTable.DOUBLE_CONFIRM),
                settings.get(AuthMessageTable.EMAIL_FREQUENCY),
                settings.get(AuthMessageTable.EMAIL_DIGITS),
                settings.get(AuthMessageTable.EMAIL_CODE_LIFETIME), templates(), notices());
    }

    private Map<String, EmailConfig.Template> templates() {
        Map<String, EmailConfig.Template> templates = new HashMap<>();
        putTemplates(templates, "auth.email.template", AuthMessageTable.TEMPLATE_SUBJECT);
        putTemplates(templates, "auth.email.notification", AuthMessageTable.NOTICE_SUBJECT);
        return templates;
    }

    private void putTemplates(
            Map<String, EmailConfig.Template> templates, String table, Setting<String> subject) {
        for (String name : settings.values().names(table)) {
            String given = settings.get(subject.of(name));
            String html = settings.contents().get(name);
            if (given != null || html != null) {
                templates.put(protocolName(name), new EmailConfig.Template(given, html));
            }
        }
    }

    private Set<String> notices() {
        return settings.values().names("auth.email.notification").stream()
                .filter(name -> settings.get(AuthMessageTable.NOTICE.of(name)))
                .map(AuthMapping::protocolName).collect(Collectors.toSet());
    }

    private PhoneConfig phone() {
        Map<String, String> testCodes = new TreeMap<>();
        for (String number : settings.values().names("auth.sms.test-otp")) {
            Secret code = settings.get(AuthMessageTable.TEST_CODE.of(number));
            if (code != null) {
                testCodes.put(number.replace("+", ""), code.value());
            }
        }
        return new PhoneConfig(settings.get(AuthMessageTable.PHONE),
                settings.get(AuthMessageTable.PHONE_SIGNUP),
                !settings.get(AuthMessageTable.PHONE_CONFIRMATIONS),
                settings.get(AuthMessageTable.PHONE_FREQUENCY),
                settings.get(AuthMessageTable.PHONE_DIGITS),
                settings.get(AuthMessageTable.PHONE_CODE_LIFETIME),
                settings.get(AuthMessageTable.PHONE_TEMPLATE), testCodes);
    }

    private FactorConfig factors() {
        return new FactorConfig(settings.get(AuthFactorTable.FACTORS_MAX),
                FactorConfig.DEFAULT.challengeLifetime(),
                kind(AuthFactorTable.TOTP_ENROLL, AuthFactorTable.TOTP_VERIFY),
                kind(AuthFactorTable.PHONE_ENROLL, AuthFactorTable.PHONE_VERIFY),
                kind(AuthFactorTable.WEBAUTHN_ENROLL, AuthFactorTable.WEBAUTHN_VERIFY),
                settings.get(AuthFactorTable.PHONE_DIGITS),
                settings.get(AuthFactorTable.PHONE_FREQUENCY),
                settings.get(AuthFactorTable.PHONE_TEMPLATE));
    }

    private FactorConfig.Kind kind(Setting<Boolean> enroll, Setting<Boolean> verify) {
        return new FactorConfig.Kind(settings.get(enroll), settings.get(verify));
    }

    private PasskeyConfig passkeys() {
        return new PasskeyConfig(settings.get(AuthFactorTable.PASSKEYS),
                settings.get(AuthFactorTable.RP_ID), settings.get(AuthFactorTable.RP_NAME),
                settings.get(AuthFactorTable.RP_ORIGINS),
                PasskeyConfig.DEFAULT.challengeLifetime(), PasskeyConfig.DEFAULT.perUserMax());
    }

    private Map<String, ProviderConfig> providers() {
        return settings.values().names(AuthServiceTable.PROVIDERS).stream()
                .collect(Collectors.toMap(AuthMapping::protocolName, this::provider));
    }

    private ProviderConfig provider(String name) {
        return new ProviderConfig(settings.get(AuthServiceTable.PROVIDER.of(name)),
                settings.get(AuthServiceTable.CLIENT_ID.of(name)),
                settings.get(AuthServiceTable.CLIENT_SECRET.of(name)),
                settings.get(AuthServiceTable.PROVIDER_URL.of(name)),
                settings.get(AuthServiceTable.REDIRECT_URI.of(name)),
                settings.get(AuthServiceTable.SCOPES.of(name)),
                !settings.get(AuthServiceTable.SKIP_NONCE.of(name)),
                settings.get(AuthServiceTable.EMAIL_OPTIONAL.of(name)));
    }

    private LimitConfig limits() {
        return new LimitConfig(settings.get(AuthTable.TOKEN_REFRESH),
                settings.get(AuthTable.TOKEN_VERIFICATIONS), settings.get(AuthTable.OTP),
                settings.get(AuthTable.SIGN_IN_SIGN_UPS), settings.get(AuthTable.SSO_LIMIT),
                settings.get(AuthTable.WEB3_LIMIT), settings.get(AuthTable.PASSKEY_LIMIT),
                settings.get(AuthTable.ANONYMOUS_USERS), settings.get(AuthTable.EMAIL_SENT),
                settings.get(AuthTable.SMS_SENT), settings.get(AuthTable.CLIENT_REGISTRATION),
                settings.get(AuthTable.MFA_VERIFY));
    }

    private CaptchaConfig captcha() {
        return settings.get(AuthTable.CAPTCHA)
                ? new CaptchaConfig(settings.get(AuthTable.CAPTCHA_PROVIDER),
                        settings.get(AuthTable.CAPTCHA_SECRET))
                : CaptchaConfig.NONE;
    }

    private HookConfig hooks() {
        return new HookConfig(settings.values().names(AuthServiceTable.HOOKS).stream()
                .filter(settings::hook)
                .collect(Collectors.toMap(AuthMapping::protocolName, name -> new HookConfig.Hook(
                        settings.get(AuthServiceTable.HOOK_URI.of(name)),
                        settings.get(AuthServiceTable.HOOK_SECRETS.of(name))))));
    }

    private OAuthServerConfig oauthServer() {
        return new OAuthServerConfig(settings.get(AuthFactorTable.OAUTH_SERVER),
                settings.get(AuthFactorTable.OAUTH_REGISTRATION),
                settings.get(AuthFactorTable.OAUTH_CONSENT),
                OAuthServerConfig.DEFAULT.authorizationLifetime());
    }

    /// Names have hyphens in `loam.toml` and underscores in the protocol.
    private static String protocolName(String name) {
        return name.replace('-', '_');
    }
}
