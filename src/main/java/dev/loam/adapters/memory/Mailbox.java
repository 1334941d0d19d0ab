package dev.loam.adapters.memory;

import dev.loam.base.task.Deadline;
import dev.loam.ports.mail.Inbox;
import dev.loam.ports.mail.Mail;
import dev.loam.ports.mail.Mailer;
import dev.loam.ports.message.TextMessage;
import dev.loam.ports.message.TextMessages;
import dev.loam.ports.time.Clock;
import java.util.ArrayDeque;
import java.util.List;

/// Keeps the newest 200 messages instead of delivering them.
public final class Mailbox implements Mailer, TextMessages, Inbox {
    static final int MESSAGES_MAX = 200;

    private final Clock clock;
    /// The newest first; guarded by itself.
    private final ArrayDeque<Kept> kept = new ArrayDeque<>(MESSAGES_MAX);

    public Mailbox(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void send(Mail mail, Deadline deadline) {
        keep(new Kept(mail.kind(), "email", mail.to(), mail.subject(), mail.html(), mail.text(),
                clock.now()));
    }

    @Override
    public String send(TextMessage message, Deadline deadline) {
        keep(new Kept("code", message.channel(), message.phone(), null, null, message.text(),
                clock.now()));
        return null;
    }

    private void keep(Kept message) {
        synchronized (kept) {
            if (kept.size() == MESSAGES_MAX) {
                kept.removeLast();
            }
            kept.addFirst(message);
        }
    }

    @Override
    public List<Kept> newest(int max) {
        synchronized (kept) {
            return kept.stream().limit(max).toList();
        }
    }

    @Override
    public void clear() {
        synchronized (kept) {
            kept.clear();
        }
    }
}
