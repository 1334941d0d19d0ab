package dev.loam.app.config;

import dev.loam.adapters.smtp.SmtpConfig;
import dev.loam.adapters.smtp.SmtpConfig.Security;
import java.net.URI;
import java.util.Map;

/// The settings of accounts.
///
/// `values` are those of `[auth]`; `contents` is the HTML of mails by the template or notice
/// (`magic-link`, `password-changed`), whether it was written there or read from a file.
public record AuthSettings(Resolved values, Map<String, String> contents) {
    public AuthSettings {
        contents = Map.copyOf(contents);
    }

    public boolean enabled() {
        return get(AuthTable.ENABLED);
    }

    /// What the tokens of people who sign in are signed with: `HS256`, `ES256` or `RS256`.
    public String algorithm() {
        return get(Settings.JWT_ALGORITHM);
    }

    /// The server that takes mail, null when there is none. Fails with `IllegalArgumentException`
    /// for one that cannot be used, which a loaded configuration never has.
    public SmtpConfig smtp() {
        String host = get(AuthMessageTable.SMTP_HOST);
        if (!get(AuthMessageTable.SMTP) || host == null) {
            return null;
        }
        int port = get(AuthMessageTable.SMTP_PORT);
        Security security = switch (get(AuthMessageTable.SMTP_SECURITY)) {
            case "tls" -> Security.TLS;
            case "starttls" -> Security.STARTTLS;
            case "none" -> Security.PLAIN;
            default -> Security.usual(host, port);
        };
        return new SmtpConfig(host, port, security, get(AuthMessageTable.SMTP_USER),
                get(AuthMessageTable.SMTP_PASS), get(AuthMessageTable.SMTP_SENDER),
                get(AuthMessageTable.SMTP_SENDER_NAME));
    }

    /// The service that sends text messages, null when there is none.
    public SmsSettings sms() {
        return get(AuthMessageTable.SMS_URL) == null ? null : new SmsSettings(
                URI.create(get(AuthMessageTable.SMS_URL)), get(AuthMessageTable.SMS_SECRET));
    }

    /// Whether a hook (`send-email`) is asked.
    public boolean hook(String name) {
        return get(AuthServiceTable.HOOK.of(name));
    }

    public <T> T get(Setting<T> setting) {
        return values.get(setting);
    }
}
