package dev.loam.modules.auth.account;

import dev.loam.modules.auth.account.Texts.Text;
import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.config.PhoneConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.notice.Messages;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.notice.Notices;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.ports.web.HttpResponse;

/// Sends what was prepared, and before that bounds how often.
public final class Sending {
    private final Notices notices;
    private final Messages messages;
    private final Intervals intervals;
    private final Limits limits;
    private final EmailConfig email;
    private final PhoneConfig phone;

    public Sending(
            Notices notices, Messages messages, Intervals intervals, Limits limits,
            EmailConfig email, PhoneConfig phone) {
        this.notices = notices;
        this.messages = messages;
        this.intervals = intervals;
        this.limits = limits;
        this.email = email;
        this.phone = phone;
    }

    /// Refuses where an address had a mail of that kind a moment ago, or all of them had too many.
    public void mayMail(String kind, String address) {
        notices.ready();
        intervals.send(AuthCode.OVER_EMAIL_SEND_RATE_LIMIT, kind, address, email.intervalMin());
        limits.check(Limit.MAILS);
    }

    void mayText(String kind, String number) {
        if (!phone.testCodes().containsKey(number)) {
            messages.ready();
            intervals.send(
                    AuthCode.OVER_SMS_SEND_RATE_LIMIT, kind, number, phone.intervalMin());
            limits.check(Limit.MESSAGES);
        }
    }

    public void mail(Notice notice) {
        notices.post(notice);
    }

    /// Sends a security notice where those of its kind are wanted; null for none.
    public void inform(Notice notice) {
        if (notice != null) {
            notices.inform(notice);
        }
    }

    void mail(Mailings.Change change) {
        if (change.toCurrent() == null) {
            notices.post(change.toNew());
        } else {
            notices.postChange(change.toCurrent(), change.toNew());
        }
    }

    /// The id of the message, null for none.
    String text(Text text, String channel) {
        return messages.send(message(text, channel));
    }

    /// The same where nobody may learn that there is somebody to write to: behind the request, and
    /// so without an id, save where numbers count without proof.
    String textUnseen(Text text, String channel) {
        if (phone.autoconfirm()) {
            return text(text, channel);
        }
        messages.post(message(text, channel));
        return null;
    }

    private static Messages.Code message(Text text, String channel) {
        return new Messages.Code(Messages.Purpose.SIGN_IN, text.phone(), channel, text.code(),
                text.user());
    }

    /// `{}`, or the id of a message.
    static HttpResponse told(String messageId) {
        return messageId == null ? Answers.empty()
                : Answers.json(Answers.object().put("message_id", messageId));
    }
}
