package dev.loam.adapters.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.loam.app.running.SystemClock;
import dev.loam.base.task.Deadline;
import dev.loam.ports.mail.Inbox.Kept;
import dev.loam.ports.mail.Mail;
import dev.loam.ports.message.TextMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final Deadline ANY = new Deadline(0);

    private final Mailbox mailbox = new Mailbox(new SystemClock());

    @Test
    void mails_and_messages_are_kept_the_newest_first() {
        mailbox.send(mail("one"), ANY);
        mailbox.send(new TextMessage("49151", "sms", "two", "2"), ANY);
        assertThat(mailbox.newest(10)).extracting(Kept::channel, Kept::to, Kept::text)
                .containsExactly(
                        tuple("sms", "49151", "two"),
                        tuple("email", "a@example.com", "one"));
        assertThat(mailbox.newest(1)).hasSize(1);
        mailbox.clear();
        assertThat(mailbox.newest(10)).isEmpty();
    }

    @Test
    void the_oldest_make_room() {
        for (int i = 0; i < Mailbox.MESSAGES_MAX + 5; i++) {
            mailbox.send(mail("" + i), ANY);
        }
        assertThat(mailbox.newest(Integer.MAX_VALUE)).hasSize(Mailbox.MESSAGES_MAX)
                .last().extracting(Kept::text).isEqualTo("5");
    }

    private static Mail mail(String text) {
        return new Mail("recovery", "a@example.com", "Subject", null, text, Map.of());
    }
}
