package dev.loam.modules.auth.factor;

import dev.loam.ports.time.Chance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/// The codes of authenticator apps: six digits that change every thirty seconds.
///
/// A code counts in its own step of time and in one before and after it, since clocks differ and
/// people are slow. Which step it was is told, so that a code can be refused the second time.
/// Source: RFC 6238, with its usual SHA-1, which all apps know and which HMAC does not weaken;
/// RFC 4226, §5.3 and §4 (R6: a secret of 160 bits).
final class Totp {
    static final int DIGITS = 6;
    static final int STEP_SECONDS = 30;
    private static final int SECRET_BYTES = 20;
    private static final int STEPS_OFF_MAX = 1;
    private static final Base32 BASE32 = new Base32();

    private final byte[] secret;

    private Totp(byte[] secret) {
        this.secret = secret;
    }

    static Totp random(Chance chance) {
        return new Totp(chance.bytes(SECRET_BYTES));
    }

    /// Of a secret as apps take it: base32, in either case, with or without padding and spaces.
    static Totp of(String base32) {
        return new Totp(BASE32.decode(base32.replace(" ", "").toUpperCase(Locale.ROOT)));
    }

    /// The secret as apps take it.
    String secret() {
        return BASE32.encodeAsString(secret).replace("=", "");
    }

    static long step(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), STEP_SECONDS);
    }

    /// The step of a code around a moment; empty for a wrong code. Takes as long for a wrong one as
    /// for a right one.
    OptionalLong stepOf(String code, Instant now) {
        var given = code.getBytes(StandardCharsets.UTF_8);
        var found = OptionalLong.empty();
        for (long step = step(now) - STEPS_OFF_MAX; step <= step(now) + STEPS_OFF_MAX; step++) {
            var expected = code(step).getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(expected, given)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /// The code of a step.
    String code(long step) {
        var hash = hash(step);
        int offset = hash[hash.length - 1] & 0xf;
        int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % 1_000_000);
    }

    private byte[] hash(long step) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
