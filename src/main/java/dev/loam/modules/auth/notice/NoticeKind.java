package dev.loam.modules.auth.notice;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a mail is for. The first six bear a token; the others, the security notices, tell a person
/// what has become of the account, and are sent where they are configured.
public enum NoticeKind {
    CONFIRMATION("signup"),
    INVITE("invite"),
    MAGIC_LINK("magiclink"),
    RECOVERY("recovery"),
    EMAIL_CHANGE("email_change"),
    REAUTHENTICATION("reauthentication"),
    PASSWORD_CHANGED("password_changed_notification"),
    EMAIL_CHANGED("email_changed_notification"),
    PHONE_CHANGED("phone_changed_notification"),
    IDENTITY_LINKED("identity_linked_notification"),
    IDENTITY_UNLINKED("identity_unlinked_notification"),
    MFA_FACTOR_ENROLLED("mfa_factor_enrolled_notification"),
    MFA_FACTOR_UNENROLLED("mfa_factor_unenrolled_notification");

    private final String action;

    NoticeKind(String action) {
        this.action = action;
    }

    /// The name in settings and templates.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The name that the hook `send_email` knows it by.
    String action() {
        return action;
    }

    /// Whether it tells of something done rather than asks for something.
    public boolean isSecurityNotice() {
        return ordinal() >= PASSWORD_CHANGED.ordinal();
    }

    static NoticeKind ofKey(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of mail is called "
                        + key + "; there are " + Arrays.stream(values())
                        .map(NoticeKind::key).collect(Collectors.joining(", "))));
    }
}
