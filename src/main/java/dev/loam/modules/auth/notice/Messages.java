package dev.loam.modules.auth.notice;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.FactorConfig;
import dev.loam.modules.auth.config.PhoneConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.ports.message.TextMessage;
import dev.loam.ports.message.TextMessages;
import dev.loam.ports.message.Unsent;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends one-time codes to telephones, or has the hook `send_sms` send them.
///
/// A number with a code for tests gets none. To be called after the transaction that made the code
/// has ended.
public final class Messages {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final long RETRY_AFTER_SECONDS = 60;

    /// What a code is for, and so which words it stands in.
    public enum Purpose { SIGN_IN, FACTOR }

    /// A one-time code for a telephone. `phone` is an E.164 number without the plus sign, `channel`
    /// is `sms` or `whatsapp`, and `user` the account as its owner sees it.
    public record Code(
            Purpose purpose, String phone, String channel, String code, ObjectNode user) {
        /// The number and the code are nobody's business but the addressee's.
        @Override
        public String toString() {
            return "Code[" + purpose + "]";
        }
    }

    private final Map<String, String> testCodes;
    private final Map<Purpose, Template> templates;
    private final TextMessages service;
    private final Consumer<ObjectNode> hook;
    private final Outbox outbox;
    private final AtomicBoolean lackIsTold = new AtomicBoolean();

    /// `hook` gets the payload of `send_sms` and throws a refusal where it fails; it goes before
    /// the service. Either may be null. A template that cannot be understood is refused with an
    /// IllegalArgumentException.
    public Messages(PhoneConfig phones, FactorConfig factors, TextMessages service,
            Consumer<ObjectNode> hook, Outbox outbox) {
        this.testCodes = phones.testCodes();
        this.templates = Map.of(
                Purpose.SIGN_IN, template("phone", phones.template()),
                Purpose.FACTOR, template("factor", factors.phoneTemplate()));
        this.service = service;
        this.hook = hook;
        this.outbox = outbox;
    }

    private static Template template(String name, String source) {
        return Template.plain(name + " (message)", source, Variables.OF_MESSAGES);
    }

    /// Refuses where a message could not be posted. To be asked before it is known whether there is
    /// anybody to write to, so that the answer does not tell.
    public void ready() {
        refuseLack();
        if (outbox.isFull()) {
            throw full();
        }
    }

    /// Sends behind the request: it takes no longer than where nothing is sent.
    public void post(Code code) {
        if (testCodes.containsKey(code.phone())) {
            return;
        }
        refuseLack();
        if (!outbox.takes(code.channel(), delivery(code, new AtomicReference<>()))) {
            throw full();
        }
    }

    /// Sends within the request, which fails with it. Returns the id that the service gave the
    /// message, null for none.
    public String send(Code code) {
        if (testCodes.containsKey(code.phone())) {
            return null;
        }
        refuseLack();
        var id = new AtomicReference<String>();
        var reason = outbox.attempt(delivery(code, id));
        if (reason != null) {
            LOG.error("A message ({}) was not sent: {}", code.channel(), reason);
            throw AuthCode.SMS_SEND_FAILED.refusal();
        }
        return id.get();
    }

    private Outbox.Delivery delivery(Code code, AtomicReference<String> id) {
        if (hook != null) {
            var payload = HookPayload.message(code);
            return _ -> {
                hook.accept(payload);
                return null;
            };
        }
        var text = templates.get(code.purpose()).write(
                new Variables(Map.of("Code", code.code()), MissingNode.getInstance()));
        var message = new TextMessage(code.phone(), code.channel(), text, code.code());
        return deadline -> {
            try {
                id.set(service.send(message, deadline));
                return null;
            } catch (Unsent unsent) {
                return unsent.getMessage();
            }
        };
    }

    private void refuseLack() {
        if (service == null && hook == null) {
            var text = "Error sending the message: no service for text messages is configured;"
                    + " set auth.sms.webhook.url";
            if (lackIsTold.compareAndSet(false, true)) {
                LOG.error(text);
            }
            throw AuthCode.UNEXPECTED_FAILURE.refusal(text);
        }
    }

    private static Refusal full() {
        return new Refusal(new AuthFailure.TooOften(AuthCode.OVER_SMS_SEND_RATE_LIMIT,
                AuthCode.OVER_SMS_SEND_RATE_LIMIT.message(), RETRY_AFTER_SECONDS));
    }
}
