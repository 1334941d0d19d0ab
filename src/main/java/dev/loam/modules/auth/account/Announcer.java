package dev.loam.modules.auth.account;

import tools.jackson.databind.node.ObjectNode;

/// Sends what the owners of accounts are to learn. Called after the transaction that made the code
/// has been committed.
public interface Announcer {
    /// Sends a mail, or sees to it that it will be sent.
    void mail(Letter letter);

    /// Sends a code to a telephone; `channel` is `sms` or `whatsapp`. The id that the service gave
    /// the message, null for none.
    String text(String phone, String channel, String code, ObjectNode user);
}
