package dev.loam.app.config;

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

    /// The server that takes mail, null when there is none.
    public SmtpSettings smtp() {
        return get(AuthMessageTable.SMTP) && get(AuthMessageTable.SMTP_HOST) != null
                ? SmtpSettings.from(values) : null;
    }

    /// The service that sends text messages, null when there is none.
    public SmsSettings sms() {
        return get(AuthMessageTable.SMS_URL) == null ? null : SmsSettings.from(values);
    }

    /// Whether a hook (`send-email`) is asked.
    public boolean hook(String name) {
        return get(AuthServiceTable.HOOK.of(name));
    }

    public <T> T get(Setting<T> setting) {
        return values.get(setting);
    }
}
