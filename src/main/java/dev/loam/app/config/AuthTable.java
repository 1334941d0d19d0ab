package dev.loam.app.config;

import dev.loam.base.config.ByteSize;
import dev.loam.base.config.Secret;
import dev.loam.modules.auth.config.LimitConfig;
import dev.loam.modules.auth.config.PasswordConfig.Hashing;
import java.time.Duration;
import java.util.List;

/// The settings of `[auth]` that concern every account: who may have one, tokens, sessions,
/// passwords, limits.
///
/// Keys are those of a Supabase project's `config.toml` with hyphens for underscores.
/// Source: Supabase documentation, "Supabase CLI config".
public final class AuthTable {
    static final SettingTable TABLE = new SettingTable("auth.");

    private static final LimitConfig LIMITS = LimitConfig.DEFAULT;
    private static final LimitConfig RELAXED = LIMITS.times(100);
    private static final Kind<Integer> LIMIT = Kind.whole(0, 100_000_000);

    public static final Setting<Boolean> ENABLED = TABLE.add("enabled", Kind.TRUTH, true,
            "Whether accounts are served under /auth/v1.");
    public static final Setting<String> SITE_URL = TABLE.add("site-url", AuthKinds.PAGE,
            "http://127.0.0.1:3000",
            "Where people land when no other page is asked for and allowed.");
    public static final Setting<List<String>> REDIRECT_URLS = TABLE.add("additional-redirect-urls",
            Kind.LIST, List.of(),
            "Where else they may land: addresses with `*` (up to a dot or slash), `**` and `?`.");
    public static final Setting<String> EXTERNAL_URL = TABLE.add("external-url",
            AuthKinds.WEB_ADDRESS, null, "Where clients reach Loam, which links in mails and the "
                    + "issuer of tokens begin with; without it the server's own address.");
    public static final Setting<Duration> JWT_EXPIRY = TABLE.add("jwt-expiry", Kind.DURATION,
            Duration.ofHours(1), "How long an access token counts, at most 7d.");
    public static final Setting<String> JWT_ISSUER = TABLE.add("jwt-issuer", Kind.OPTIONAL, null,
            "The issuer that tokens name; without it the external address and /auth/v1.");
    public static final Setting<Boolean> ROTATION = TABLE.add("enable-refresh-token-rotation",
            Kind.TRUTH, true, "Whether a refresh token is used up by a refresh.");
    public static final Setting<Duration> REUSE_INTERVAL = TABLE.add(
            "refresh-token-reuse-interval", Kind.DURATION, Duration.ofSeconds(10),
            "For how long after that it is still answered; later use ends the session.");
    public static final Setting<Boolean> SIGNUP = TABLE.add("enable-signup", Kind.TRUTH, true,
            "Whether people may sign up by themselves.");
    public static final Setting<Boolean> ANONYMOUS = TABLE.add("enable-anonymous-sign-ins",
            Kind.TRUTH, true, false, "Whether people may sign in without giving a name.");
    public static final Setting<Boolean> MANUAL_LINKING = TABLE.add("enable-manual-linking",
            Kind.TRUTH, false, "Whether people may link further identities to their account.");
    public static final Setting<Integer> PASSWORD_LENGTH_MIN = TABLE.add(
            "minimum-password-length", Kind.whole(6, 72), 6, "The shortest password taken.");
    public static final Setting<String> PASSWORD_REQUIREMENTS = TABLE.add("password-requirements",
            AuthKinds.oneOfOrNone("letters-digits", "lower-upper-letters-digits",
                    "lower-upper-letters-digits-symbols"),
            null, "The kinds of characters a password must have.");

    public static final Setting<Boolean> BREACHED_REFUSED = TABLE.add("password.breached-refused",
            Kind.TRUTH, false, "Whether passwords known from breaches are refused.");
    public static final Setting<String> BREACH_SERVICE = TABLE.add("password.breach-service",
            AuthKinds.WEB_ADDRESS, null, "The service that knows them, asked with the first five "
                    + "digits of a SHA-1 hash.");
    public static final Setting<ByteSize> HASH_MEMORY = TABLE.add("password.hashing.memory",
            Kind.size(new ByteSize(1 << 20), new ByteSize(1 << 30)),
            new ByteSize((long) Hashing.DEFAULT.memoryKibibytes() << 10),
            "The memory one Argon2id hash takes.");
    public static final Setting<Integer> HASH_ITERATIONS = TABLE.add("password.hashing.iterations",
            Kind.whole(1, 100), Hashing.DEFAULT.iterations(), "Its passes over that memory.");
    public static final Setting<Integer> HASH_PARALLELISM = TABLE.add(
            "password.hashing.parallelism", Kind.whole(1, 64), Hashing.DEFAULT.parallelism(),
            "Its lanes.");
    public static final Setting<Integer> HASHES_AT_ONCE = TABLE.add("password.hashing.at-once",
            Kind.whole(1, 1000), Hashing.DEFAULT.atOnce(), "The hashes made at once.");
    public static final Setting<Integer> HASHES_WAITING_MAX = TABLE.add(
            "password.hashing.waiting-max", Kind.whole(0, 100_000), Hashing.DEFAULT.waitingMax(),
            "The hashes that may wait; more are answered 429.");

    public static final Setting<Integer> EMAIL_SENT = limit("email-sent",
            RELAXED.mailsPerHour(), LIMITS.mailsPerHour(), "Mails an hour, of the process.");
    public static final Setting<Integer> SMS_SENT = limit("sms-sent",
            RELAXED.messagesPerHour(), LIMITS.messagesPerHour(),
            "Text messages an hour, of the process.");
    public static final Setting<Integer> ANONYMOUS_USERS = limit("anonymous-users",
            RELAXED.anonymousPerHour(), LIMITS.anonymousPerHour(),
            "Anonymous sign-ins an hour and address.");
    public static final Setting<Integer> TOKEN_REFRESH = limit("token-refresh",
            RELAXED.tokenRefresh(), LIMITS.tokenRefresh(), "Refreshes in 5m and an address.");
    public static final Setting<Integer> SIGN_IN_SIGN_UPS = limit("sign-in-sign-ups",
            RELAXED.signInSignUp(), LIMITS.signInSignUp(),
            "Sign-ins and sign-ups in 5m and an address.");
    public static final Setting<Integer> TOKEN_VERIFICATIONS = limit("token-verifications",
            RELAXED.verify(), LIMITS.verify(), "Codes and links tried in 5m and an address.");
    public static final Setting<Integer> OTP = limit("otp", RELAXED.otp(), LIMITS.otp(),
            "Codes and links asked for in 5m and an address.");
    public static final Setting<Integer> PASSKEY_LIMIT = limit("passkey", RELAXED.passkey(),
            LIMITS.passkey(), "Challenges for passkeys in 5m and an address.");
    public static final Setting<Integer> SSO_LIMIT = limit("sso", RELAXED.sso(), LIMITS.sso(),
            "Sign-ins by single sign-on in 5m and an address; there are none yet.");
    public static final Setting<Integer> WEB3_LIMIT = limit("web3", RELAXED.web3(),
            LIMITS.web3(), "Sign-ins by a wallet in 5m and an address; there are none yet.");
    public static final Setting<Integer> MFA_VERIFY = limit("mfa-verify",
            RELAXED.factorVerifyPerMinute(), LIMITS.factorVerifyPerMinute(),
            "Answers to challenges of second factors a minute and address.");
    public static final Setting<Integer> CLIENT_REGISTRATION = limit("client-registration",
            RELAXED.clientRegistrationPerHour(), LIMITS.clientRegistrationPerHour(),
            "Applications registered an hour and address.");

    public static final Setting<Boolean> CAPTCHA = TABLE.add("captcha.enabled", Kind.TRUTH, false,
            "Whether sign-in, sign-up and recovery take proof that a person asks.");
    public static final Setting<String> CAPTCHA_PROVIDER = TABLE.add("captcha.provider",
            AuthKinds.oneOfOrNone("hcaptcha", "turnstile"), null, "Who judges that proof.");
    public static final Setting<Secret> CAPTCHA_SECRET = TABLE.add("captcha.secret", Kind.SECRET,
            null, "The secret that provider gave out.");

    public static final Setting<Duration> TIMEBOX = TABLE.add("sessions.timebox", Kind.DURATION,
            Duration.ZERO, "The longest a session lasts; 0s for no bound.");
    public static final Setting<Duration> INACTIVITY = TABLE.add("sessions.inactivity-timeout",
            Kind.DURATION, Duration.ZERO,
            "The longest it lasts without a refresh; 0s for no bound.");
    public static final Setting<Boolean> SINGLE_SESSION = TABLE.add("sessions.single-per-user",
            Kind.TRUTH, false, "Whether a sign-in ends the other sessions of the account.");

    private AuthTable() {
    }

    private static Setting<Integer> limit(
            String key, int development, int production, String meaning) {
        return TABLE.add("rate-limit." + key, LIMIT, development, production, meaning);
    }
}
