package dev.loam.modules.auth.hook;

import dev.loam.base.config.Secret;
import dev.loam.ports.web.Headers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what is sent to an endpoint, with each of its secrets, so that they can be exchanged
/// without a gap.
///
/// Source: the specification of Standard Webhooks, "Signature scheme".
final class WebhookSigner {
    private static final String PREFIX = "v1,whsec_";
    private static final int KEY_BYTES_MIN = 16;
    private static final String HMAC = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    private WebhookSigner(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /// An endpoint without a secret, or with one that is none, is an [IllegalArgumentException].
    static WebhookSigner of(String hook, List<Secret> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("hook " + hook + ": an endpoint needs a secret");
        }
        return new WebhookSigner(secrets.stream().map(secret -> key(hook, secret)).toList());
    }

    private static SecretKeySpec key(String hook, Secret secret) {
        var text = secret.value();
        try {
            var bytes = Base64.getDecoder().decode(
                    text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "");
            if (bytes.length >= KEY_BYTES_MIN) {
                return new SecretKeySpec(bytes, HMAC);
            }
        } catch (IllegalArgumentException noBase64) {
            // Refused below, without the parser's words, which quote the secret.
        }
        throw new IllegalArgumentException("hook " + hook + ": a secret is `" + PREFIX
                + "` and at least " + KEY_BYTES_MIN + " bytes in base64");
    }

    void sign(String id, long epochSeconds, String body, Headers.Builder into) {
        var content = (id + "." + epochSeconds + "." + body).getBytes(StandardCharsets.UTF_8);
        into.add("webhook-id", id).add("webhook-timestamp", Long.toString(epochSeconds))
                .add("webhook-signature", keys.stream().map(key -> signature(key, content))
                        .collect(Collectors.joining(" ")));
    }

    private static String signature(SecretKeySpec key, byte[] content) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-2", e);
        }
    }
}
