package dev.loam.modules.auth.notice;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.ports.mail.Mailer;
import dev.loam.ports.mail.Undelivered;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Says things to people by mail, or has the hook `send_email` say them.
///
/// To be called after the transaction that made the token has ended: a link must work once it is
/// there.
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final long RETRY_AFTER_SECONDS = 60;

    private final EmailConfig config;
    private final String siteUrl;
    private final String address;
    private final MailTemplates templates;
    private final Mailer mailer;
    private final Consumer<ObjectNode> hook;
    private final Outbox outbox;
    private final AtomicBoolean lackIsTold = new AtomicBoolean();

    /// `hook` gets the payload of `send_email` and throws a refusal where it fails; it goes before
    /// the mailer. Either may be null. A template that cannot be understood is refused with an
    /// IllegalArgumentException.
    public Notices(AuthConfig config, Mailer mailer, Consumer<ObjectNode> hook, Outbox outbox) {
        this(config.email(), config.siteUrl(), config.address(""), mailer, hook, outbox);
    }

    Notices(EmailConfig config, String siteUrl, String address, Mailer mailer,
            Consumer<ObjectNode> hook, Outbox outbox) {
        this.config = config;
        this.siteUrl = siteUrl;
        this.address = address;
        this.templates = new MailTemplates(config.templates());
        this.mailer = mailer;
        this.hook = hook;
        this.outbox = outbox;
    }

    /// Refuses where a mail could not be posted. To be asked before it is known whether there is
    /// anybody to write to, so that the answer does not tell.
    public void ready() {
        if (mailer == null && hook == null) {
            throw lack();
        }
        if (outbox.isFull()) {
            throw full();
        }
    }

    /// Sends behind the request: it takes no longer than where nothing is sent.
    public void post(Notice notice) {
        ready();
        post(notice.kind(), delivery(notice));
    }

    /// Posts what goes to the two addresses of a change that both have to agree to. The hook is
    /// called once, with the tokens of both.
    public void postChange(Notice toCurrent, Notice toNew) {
        if (hook == null) {
            post(toCurrent);
            post(toNew);
        } else {
            ready();
            post(toNew.kind(), byHook(HookPayload.change(toCurrent, toNew, address)));
        }
    }

    private void post(NoticeKind kind, Outbox.Delivery delivery) {
        if (!outbox.takes(kind.key(), delivery)) {
            throw full();
        }
    }

    /// Sends within the request, which fails with it: for requests that are allowed to know the
    /// addressee.
    public void send(Notice notice) {
        if (mailer == null && hook == null) {
            throw lack();
        }
        var reason = outbox.attempt(delivery(notice));
        if (reason != null) {
            LOG.error("A mail ({}) was not sent: {}", notice.kind().key(), reason);
            throw AuthCode.UNEXPECTED_FAILURE.refusal(
                    "Error sending " + notice.kind().key().replace('_', ' ') + " email");
        }
    }

    /// Posts a security notice, if it is among those that are configured. What it tells of has
    /// happened, and so it refuses nothing.
    public void inform(Notice notice) {
        if (config.notices().contains(notice.kind().key())) {
            try {
                post(notice);
            } catch (Refusal refused) {
                LOG.error("A security notice ({}) was not sent: {}", notice.kind().key(),
                        refused.getMessage());
            }
        }
    }

    private Notice whole(Notice notice) {
        return notice.withDefault("SiteURL", siteUrl)
                .withDefault("Email", notice.to())
                .with("SendingTo", notice.to());
    }

    private Outbox.Delivery delivery(Notice notice) {
        return hook == null ? byMail(notice) : byHook(HookPayload.mail(notice, address));
    }

    private Outbox.Delivery byMail(Notice notice) {
        var mail = templates.write(whole(notice));
        return deadline -> {
            try {
                mailer.send(mail, deadline);
                return null;
            } catch (Undelivered undelivered) {
                return undelivered.getMessage();
            }
        };
    }

    private Outbox.Delivery byHook(ObjectNode payload) {
        return _ -> {
            hook.accept(payload);
            return null;
        };
    }

    private Refusal lack() {
        var message = "Error sending email: no mail server is configured; set auth.email.smtp.host";
        if (lackIsTold.compareAndSet(false, true)) {
            LOG.error(message);
        }
        return AuthCode.UNEXPECTED_FAILURE.refusal(message);
    }

    private static Refusal full() {
        return new Refusal(new AuthFailure.TooOften(AuthCode.OVER_EMAIL_SEND_RATE_LIMIT,
                AuthCode.OVER_EMAIL_SEND_RATE_LIMIT.message(), RETRY_AFTER_SECONDS));
    }
}
