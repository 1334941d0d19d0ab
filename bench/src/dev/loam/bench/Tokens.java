package dev.loam.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens of the customer whose rows the workloads read, signed by HS256.
public final class Tokens {
    private static final Duration LIFE = Duration.ofDays(1);

    private final String secret;
    private final long expires = Instant.now().plus(LIFE).getEpochSecond();

    public Tokens(String secret) {
        this.secret = secret;
    }

    /// Another token for each number, all of the same customer.
    public String token(int number) {
        return signed("{\"role\":\"authenticated\",\"email\":\"" + Site.EMAIL
                + "\",\"jti\":\"" + number + "\",\"exp\":" + expires + "}");
    }

    private String signed(String claims) {
        String text = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encoded(claims);
        return text + "." + signature(text);
    }

    /// The token of some signed-in user.
    public String user(String id) {
        return signed("{\"role\":\"authenticated\",\"aud\":\"authenticated\",\"sub\":\"" + id
                + "\",\"exp\":" + expires + "}");
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return encoded(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
