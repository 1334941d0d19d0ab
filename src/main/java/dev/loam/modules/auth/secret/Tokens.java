package dev.loam.modules.auth.secret;

import dev.loam.ports.time.Chance;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/// Makes what nobody may guess.
public final class Tokens {
    private static final int OPAQUE_BYTES = 32;
    private static final int DIGITS_BYTES = 16;

    private final Chance chance;

    public Tokens(Chance chance) {
        this.chance = chance;
    }

    /// A random UUID, version 4. Source: RFC 9562 section 5.4.
    public UUID id() {
        var bytes = ByteBuffer.wrap(chance.bytes(16));
        return new UUID(bytes.getLong() & ~0xF000L | 0x4000L,
                bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
    }

    /// 256 random bits, in base64url.
    public String opaque() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(chance.bytes(OPAQUE_BYTES));
    }

    /// So many decimal digits, each sequence as likely as another.
    public String digits(int count) {
        // 128 bits over 10^count: what the remainder favours is beyond measure.
        var number = new BigInteger(1, chance.bytes(DIGITS_BYTES)).mod(BigInteger.TEN.pow(count));
        var text = number.toString();
        return "0".repeat(count - text.length()) + text;
    }
}
