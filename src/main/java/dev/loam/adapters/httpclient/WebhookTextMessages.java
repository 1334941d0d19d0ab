package dev.loam.adapters.httpclient;

import dev.loam.base.config.Secret;
import dev.loam.base.task.Deadline;
import dev.loam.ports.message.TextMessage;
import dev.loam.ports.message.TextMessages;
import dev.loam.ports.message.Unsent;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Posts messages to a service of the operator's, as
/// `{"to":"+49…","channel":"sms","text":…,"code":…}`.
///
/// The secret is sent as a bearer token and signs the request besides, so that the service may
/// check either; without one (null) the service cannot tell who asks. Any status from 200 to 299
/// means accepted; an answer `{"message_id":…}` names the message.
/// Source: Standard Webhooks 1.0.
public final class WebhookTextMessages implements TextMessages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ANSWER_BYTES_MAX = 64 << 10;
    private static final String KEY_PREFIX = "whsec_";

    private final Outbound outbound;
    private final Clock clock;
    private final URI address;
    private final Secret secret;

    public WebhookTextMessages(Outbound outbound, Clock clock, URI address, Secret secret) {
        this.outbound = outbound;
        this.clock = clock;
        this.address = address;
        this.secret = secret;
    }

    @Override
    public String send(TextMessage message, Deadline deadline) throws Unsent {
        var body = body(message);
        var call = new Call("POST", address, headers(body), body, ANSWER_BYTES_MAX);
        try {
            var reply = outbound.call(call, deadline);
            if (reply.status() / 100 != 2) {
                throw new Unsent("the service for text messages answered " + reply.status());
            }
            return messageId(reply);
        } catch (Unreachable unreachable) {
            throw new Unsent("the service for text messages: " + unreachable.getMessage(),
                    unreachable);
        }
    }

    private static byte[] body(TextMessage message) {
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("to", "+" + message.phone())
                .put("channel", message.channel())
                .put("text", message.text())
                .put("code", message.code()));
    }

    private Headers headers(byte[] body) {
        var json = Headers.of("Content-Type", "application/json");
        if (secret == null) {
            return json;
        }
        var id = "msg_" + UUID.randomUUID();
        var seconds = Long.toString(clock.now().getEpochSecond());
        return json.plus(Headers.of(
                "Authorization", "Bearer " + secret.value(),
                "webhook-id", id,
                "webhook-timestamp", seconds,
                "webhook-signature", "v1," + signature(id + "." + seconds + ".", body)));
    }

    private String signature(String before, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has HmacSHA256", missing);
        }
    }

    /// A secret of the form `whsec_…` holds its key in Base64; any other is the key itself.
    private byte[] key() {
        int prefix = secret.value().indexOf(KEY_PREFIX);
        if (prefix < 0) {
            return secret.utf8();
        }
        try {
            return Base64.getDecoder().decode(
                    secret.value().substring(prefix + KEY_PREFIX.length()));
        } catch (IllegalArgumentException _) {
            return secret.utf8();
        }
    }

    private static String messageId(Reply reply) {
        try {
            return JSON.readTree(reply.body()).path("message_id").asStringOpt().orElse(null);
        } catch (JacksonException _) {
            // Whoever accepts a message need not say anything about it.
            return null;
        }
    }
}
