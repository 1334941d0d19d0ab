package dev.loam.ports.mail;

import java.time.Instant;
import java.util.List;

/// What was sent on a developer's machine, where it is kept rather than delivered.
///
/// Never blocks or fails. Thread-safe.
public interface Inbox {
    /// At most so many messages, the newest first.
    List<Kept> newest(int max);

    void clear();

    /// A message as it was sent. `channel` is `email`, `sms` or `whatsapp`; messages to telephones
    /// have neither subject nor HTML (null).
    record Kept(
            String kind, String channel, String to, String subject, String html, String text,
            Instant at) {
        /// The addressee and the content are nobody's business but theirs.
        @Override
        public String toString() {
            return "Kept[" + kind + "]";
        }
    }
}
