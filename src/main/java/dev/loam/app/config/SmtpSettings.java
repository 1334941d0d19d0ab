package dev.loam.app.config;

import dev.loam.base.config.Secret;

/// The server that takes mail for delivery. `user` and `password` are null where it asks for none,
/// `senderName` where the address stands alone.
public record SmtpSettings(
        String host, int port, Security security, String user, Secret password, String sender,
        String senderName) {
    private static final int TLS_PORT = 465;

    /// How the connection is encrypted: from its start, by the command `STARTTLS`, or not at all.
    public enum Security { TLS, STARTTLS, NONE }

    static SmtpSettings from(Resolved values) {
        String host = values.get(AuthMessageTable.SMTP_HOST);
        int port = values.get(AuthMessageTable.SMTP_PORT);
        return new SmtpSettings(host, port, security(values, host, port),
                values.get(AuthMessageTable.SMTP_USER), values.get(AuthMessageTable.SMTP_PASS),
                values.get(AuthMessageTable.SMTP_SENDER),
                values.get(AuthMessageTable.SMTP_SENDER_NAME));
    }

    private static Security security(Resolved values, String host, int port) {
        return switch (values.get(AuthMessageTable.SMTP_SECURITY)) {
            case "tls" -> Security.TLS;
            case "starttls" -> Security.STARTTLS;
            case "none" -> Security.NONE;
            default -> port == TLS_PORT ? Security.TLS
                    : Loopback.is(host) ? Security.NONE : Security.STARTTLS;
        };
    }
}
