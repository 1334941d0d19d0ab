package dev.loam.modules.auth.notice;

/// The built-in words of one kind of mail, as templates.
///
/// `button` is what the link says, null for a mail without one; `code` tells whether the one-time
/// code is in it.
record Wording(String subject, String sentence, String button, boolean code, String unasked) {
    private static final String IGNORE = "If you did not ask for this, you can ignore this mail.";
    private static final String ALARM =
            "If this was not you, change your password and get in touch with us at once.";

    static Wording of(NoticeKind kind) {
        return switch (kind) {
            case CONFIRMATION -> asks("Confirm your email address",
                    "Confirm that {{ .Email }} is yours, and your account is ready.",
                    "Confirm email address");
            case INVITE -> asks("You have been invited",
                    "You have been invited to create an account at {{ .SiteURL }}.",
                    "Accept the invitation");
            case MAGIC_LINK -> asks("Your sign-in link",
                    "Sign in to {{ .SiteURL }} with the link below. It works once.", "Sign in");
            case RECOVERY -> asks("Reset your password",
                    "Choose a new password for {{ .Email }} with the link below. It works once.",
                    "Reset password");
            case EMAIL_CHANGE -> asks("Confirm your new email address",
                    "Confirm that the address of your account changes from {{ .Email }} to"
                            + " {{ .NewEmail }}.",
                    "Confirm the change");
            case REAUTHENTICATION -> new Wording("Your confirmation code",
                    "Enter this code to confirm that it is you.", null, true, IGNORE);
            case PASSWORD_CHANGED -> tells("Your password has been changed",
                    "The password of your account {{ .Email }} has been changed.");
            case EMAIL_CHANGED -> tells("Your email address has been changed",
                    "The address of your account has been changed from {{ .OldEmail }} to"
                            + " {{ .Email }}.");
            case PHONE_CHANGED -> tells("Your phone number has been changed",
                    "The phone number of your account {{ .Email }} has been changed"
                            + "{{ if .OldPhone }} from {{ .OldPhone }}{{ end }}"
                            + " to {{ .Phone }}.");
            case IDENTITY_LINKED -> tells("A sign-in method has been added",
                    "{{ .Provider }} can now be used to sign in to your account {{ .Email }}.");
            case IDENTITY_UNLINKED -> tells("A sign-in method has been removed",
                    "{{ .Provider }} can no longer be used to sign in to your account"
                            + " {{ .Email }}.");
            case MFA_FACTOR_ENROLLED -> tells("A second factor has been added",
                    "A second factor ({{ .FactorType }}) has been added to your account"
                            + " {{ .Email }}.");
            case MFA_FACTOR_UNENROLLED -> tells("A second factor has been removed",
                    "A second factor ({{ .FactorType }}) has been removed from your account"
                            + " {{ .Email }}.");
        };
    }

    private static Wording asks(String subject, String sentence, String button) {
        return new Wording(subject, sentence, button, true, IGNORE);
    }

    private static Wording tells(String subject, String sentence) {
        return new Wording(subject, sentence, null, false, ALARM);
    }

    String html() {
        var link = button == null ? "" : """
                <p style="margin:24px 0"><a href="{{ .ConfirmationURL }}" style="display:\
                inline-block;padding:12px 20px;border-radius:6px;background:#1f6f43;color:#fff;\
                text-decoration:none;font-weight:600">%s</a></p>
                """.formatted(button);
        var digits = !code ? "" : """
                <p>%s <strong style="font-size:20px;letter-spacing:2px">{{ .Token }}</strong></p>
                """.formatted(button == null ? "Code:" : "Or enter this code:");
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                </head>
                <body style="margin:0;padding:32px 16px;background:#f4f5f2;color:#1c211d;font:16px/\
                1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
                <div style="max-width:520px;margin:0 auto;padding:32px;border-radius:10px;\
                background:#fff">
                <h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">%1$s</h1>
                <p>%2$s</p>
                %3$s%4$s<p style="margin:24px 0 0;color:#5d655e;font-size:14px">%5$s</p>
                </div>
                </body>
                </html>
                """.formatted(subject, sentence, link, digits, unasked);
    }

    String text() {
        return sentence + "\n\n"
                + (button == null ? "" : button + ":\n{{ .ConfirmationURL }}\n\n")
                + (!code ? "" : (button == null ? "Code: " : "Or enter this code: ")
                        + "{{ .Token }}\n\n")
                + unasked + "\n";
    }
}
