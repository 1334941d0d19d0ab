package dev.loam.ports.mail;

import java.util.Map;

/// One message to one address.
///
/// `kind` says what it is for (`confirmation`, `recovery`), for logs and for those who look at it
/// in development. Either of `html` and `text` may be null, not both. `headers` go out beside the
/// usual ones. The sender is the mailer's own.
public record Mail(
        String kind, String to, String subject, String html, String text,
        Map<String, String> headers) {
    public Mail {
        headers = Map.copyOf(headers);
    }

    /// The addressee and the content are nobody's business but theirs.
    @Override
    public String toString() {
        return "Mail[" + kind + "]";
    }
}
