package dev.loam.modules.auth.account;

import dev.loam.modules.auth.account.Texts.Text;
import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.config.PhoneConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.ports.web.HttpResponse;

/// Sends what was prepared, and before that bounds how often.
public final class Sending {
    private final Announcer announcer;
    private final Intervals intervals;
    private final Limits limits;
    private final EmailConfig email;
    private final PhoneConfig phone;

    public Sending(
            Announcer announcer, Intervals intervals, Limits limits, EmailConfig email,
            PhoneConfig phone) {
        this.announcer = announcer;
        this.intervals = intervals;
        this.limits = limits;
        this.email = email;
        this.phone = phone;
    }

    /// Refuses where an address had a mail of that kind a moment ago, or all of them had too many.
    void mayMail(String kind, String address) {
        intervals.send(AuthCode.OVER_EMAIL_SEND_RATE_LIMIT, kind, address, email.intervalMin());
        limits.check(Limit.MAILS);
    }

    void mayText(String kind, String number) {
        if (!phone.testCodes().containsKey(number)) {
            intervals.send(
                    AuthCode.OVER_SMS_SEND_RATE_LIMIT, kind, number, phone.intervalMin());
            limits.check(Limit.MESSAGES);
        }
    }

    void mail(Letter letter) {
        announcer.mail(letter);
    }

    /// The id of the message, null for none.
    String text(Text text, String channel) {
        return text.code() == null ? null
                : announcer.text(text.phone(), channel, text.code(), text.user());
    }

    /// `{}`, or the id of a message.
    static HttpResponse told(String messageId) {
        return messageId == null ? Answers.empty()
                : Answers.json(Answers.object().put("message_id", messageId));
    }
}
