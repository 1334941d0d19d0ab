package dev.loam.adapters.smtp;

import dev.loam.base.config.Secret;

/// The mail server and who writes.
///
/// - `user`, `password`: null for a server that asks for neither.
/// - `sender`: the address mail comes from; `senderName` is shown beside it, null for none.
public record SmtpConfig(
        String host, int port, Security security, String user, Secret password, String sender,
        String senderName) {
    private static final int TLS_PORT = 465;

    /// How the connection is kept from others' eyes.
    public enum Security {
        /// Begins in plain text and goes no further before it has changed to TLS.
        STARTTLS,
        /// TLS from the first byte.
        TLS,
        /// No protection, for a server on this machine or in a network of one's own.
        PLAIN;

        /// What is usual for a server: TLS on port 465, nothing on this machine, else STARTTLS.
        public static Security usual(String host, int port) {
            return port == TLS_PORT ? TLS : isThisMachine(host) ? PLAIN : STARTTLS;
        }
    }

    public SmtpConfig {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port of a mail server: " + port);
        }
        if (security == Security.PLAIN && password != null && !isThisMachine(host)) {
            throw new IllegalArgumentException("a password goes to the mail server " + host
                    + " over STARTTLS or TLS only; in plain text it stays on this machine");
        }
        if (Addresses.checked(sender) == null) {
            throw new IllegalArgumentException("not an address to send mail from: " + sender);
        }
        if (senderName != null && Addresses.hasControls(senderName)) {
            throw new IllegalArgumentException("a sender's name is one line of text");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("a user of a mail server has a password");
        }
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("::1")
                || host.matches("127(\\.\\d{1,3}){3}");
    }
}
