package dev.loam.app.config;

import dev.loam.base.config.Secret;
import dev.loam.modules.auth.config.PhoneConfig;
import java.time.Duration;
import java.util.Set;

/// The settings of `[auth.email]` and `[auth.sms]`: accounts with an address or a telephone number
/// and what is sent to them.
public final class AuthMessageTable {
    static final SettingTable TABLE = new SettingTable("auth.");

    private static final Set<String> TEMPLATES = Set.of("confirmation", "invite", "magic-link",
            "recovery", "email-change", "reauthentication");
    private static final Set<String> NOTICES = Set.of("password-changed", "email-changed",
            "phone-changed", "identity-linked", "identity-unlinked", "mfa-factor-enrolled",
            "mfa-factor-unenrolled");
    private static final Kind<Integer> DIGITS = Kind.whole(6, 10);

    public static final Setting<Boolean> EMAIL = TABLE.add("email.enabled", Kind.TRUTH, true,
            "Whether people may sign in with an email address.");
    public static final Setting<Boolean> EMAIL_SIGNUP = TABLE.add("email.enable-signup",
            Kind.TRUTH, true, "Whether they may sign up with one.");
    public static final Setting<Boolean> EMAIL_CONFIRMATIONS = TABLE.add(
            "email.enable-confirmations", Kind.TRUTH, false, true,
            "Whether an address counts only after it was confirmed.");
    public static final Setting<Boolean> DOUBLE_CONFIRM = TABLE.add(
            "email.double-confirm-changes", Kind.TRUTH, true,
            "Whether the old address too has to agree to a new one.");
    public static final Setting<Boolean> SECURE_PASSWORD_CHANGE = TABLE.add(
            "email.secure-password-change", Kind.TRUTH, false,
            "Whether a new password takes a recent sign-in or a code.");
    public static final Setting<Boolean> CURRENT_PASSWORD = TABLE.add(
            "email.require-current-password", Kind.TRUTH, false,
            "Whether a new password takes the current one.");
    public static final Setting<Duration> EMAIL_FREQUENCY = TABLE.add("email.max-frequency",
            Kind.DURATION, Duration.ofSeconds(1), Duration.ofSeconds(60),
            "The time between two mails for one purpose to one account.");
    public static final Setting<Integer> EMAIL_DIGITS = TABLE.add("email.otp-length", DIGITS, 6,
            "The digits of a code sent by mail.");
    public static final Setting<Duration> EMAIL_CODE_LIFETIME = TABLE.add("email.otp-expiry",
            Kind.DURATION, Duration.ofHours(1), "How long such a code or link counts.");

    public static final Setting<Boolean> SMTP = TABLE.add("email.smtp.enabled", Kind.TRUTH, true,
            "Whether mail goes to the server named here, if one is; else it stays in the "
                    + "mailbox of development.");
    public static final Setting<String> SMTP_HOST = TABLE.add("email.smtp.host", Kind.OPTIONAL,
            null, "The SMTP server.");
    public static final Setting<Integer> SMTP_PORT = TABLE.add("email.smtp.port",
            Kind.whole(1, 65_535), 587, "Its port.");
    public static final Setting<String> SMTP_SECURITY = TABLE.add("email.smtp.security",
            AuthKinds.oneOf("auto", "tls", "starttls", "none"), "auto",
            "How the connection is encrypted; `auto` is `tls` on port 465, `none` on this machine, "
                    + "else `starttls`.");
    public static final Setting<String> SMTP_USER = TABLE.add("email.smtp.user", Kind.OPTIONAL,
            null, "The account there.");
    public static final Setting<Secret> SMTP_PASS = TABLE.add("email.smtp.pass", Kind.SECRET,
            null, "Its password.");
    public static final Setting<String> SMTP_SENDER = TABLE.add("email.smtp.admin-email",
            Kind.OPTIONAL, null, "The address mail comes from.");
    public static final Setting<String> SMTP_SENDER_NAME = TABLE.add("email.smtp.sender-name",
            Kind.OPTIONAL, null, "The name beside that address.");

    public static final Setting<String> TEMPLATE_SUBJECT = template("subject",
            "The subject of the mail, over the built-in one.");
    public static final Setting<String> TEMPLATE_CONTENT = template("content",
            "Its HTML, with variables such as `{{ .ConfirmationURL }}`.");
    public static final Setting<String> TEMPLATE_PATH = template("content-path",
            "The file of its HTML, from the project's folder.");

    public static final Setting<Boolean> NOTICE = TABLE.named(NOTICES,
            "email.notification.*.enabled", Kind.TRUTH, false, "Whether the notice is sent.");
    public static final Setting<String> NOTICE_SUBJECT = notice("subject", "Its subject.");
    public static final Setting<String> NOTICE_CONTENT = notice("content", "Its HTML.");
    public static final Setting<String> NOTICE_PATH = notice("content-path",
            "The file of its HTML, from the project's folder.");

    public static final Setting<Boolean> PHONE = TABLE.add("sms.enabled", Kind.TRUTH, true,
            "Whether people may sign in with a telephone number.");
    public static final Setting<Boolean> PHONE_SIGNUP = TABLE.add("sms.enable-signup", Kind.TRUTH,
            true, false, "Whether they may sign up with one.");
    public static final Setting<Boolean> PHONE_CONFIRMATIONS = TABLE.add(
            "sms.enable-confirmations", Kind.TRUTH, false, true,
            "Whether a number counts only after it was confirmed.");
    public static final Setting<String> PHONE_TEMPLATE = TABLE.add("sms.template", Kind.TEXT,
            PhoneConfig.DEFAULT.template(), "The text of a message with a code.");
    public static final Setting<Duration> PHONE_FREQUENCY = TABLE.add("sms.max-frequency",
            Kind.DURATION, Duration.ofSeconds(5), Duration.ofSeconds(60),
            "The time between two messages to one account.");
    public static final Setting<Integer> PHONE_DIGITS = TABLE.add("sms.otp-length", DIGITS, 6,
            "The digits of a code sent as a message.");
    public static final Setting<Duration> PHONE_CODE_LIFETIME = TABLE.add("sms.otp-expiry",
            Kind.DURATION, Duration.ofHours(1), "How long such a code counts.");
    public static final Setting<String> SMS_URL = TABLE.add("sms.webhook.url",
            AuthKinds.WEB_ADDRESS, null, "The service that sends the messages.");
    public static final Setting<Secret> SMS_SECRET = TABLE.add("sms.webhook.secret", Kind.SECRET,
            null, "The secret requests to it are signed with.");
    public static final Setting<Secret> TEST_CODE = TABLE.named(Set.of(), "sms.test-otp.*",
            Kind.SECRET, null, "The code that counts for a number, which gets no message.");

    private AuthMessageTable() {
    }

    private static Setting<String> template(String key, String meaning) {
        return TABLE.named(TEMPLATES, "email.template.*." + key, Kind.OPTIONAL, null, meaning);
    }

    private static Setting<String> notice(String key, String meaning) {
        return TABLE.named(NOTICES, "email.notification.*." + key, Kind.OPTIONAL, null, meaning);
    }
}
