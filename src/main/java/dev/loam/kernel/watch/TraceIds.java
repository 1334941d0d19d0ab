package dev.loam.kernel.watch;

import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.time.Chance;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/// The trace that a request belongs to: the one it names, or a new one.
///
/// Ids are names and no secrets. They come from a running number and a seed by the mixing function
/// of SplitMix64, which never gives one twice and costs a few nanoseconds; the seed alone is
/// chance.
///
/// Of the traces that begin here a part is sampled; others are as their parent has it, or in the
/// same part where the parent is not asked.
///
/// Source: W3C Trace Context, "traceparent Header"; Steele, Lea, Flood: Fast Splittable
/// Pseudorandom Number Generators, 2014.
public final class TraceIds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int CHARS = 55;
    private static final int STATE_CHARS_MAX = 512;

    private final long seed;
    private final long salt;
    private final AtomicLong number = new AtomicLong();
    private final long sampledBelow;
    private final boolean parentDecides;

    /// @param ratio the part of new traces that is sampled, from 0 to 1
    public TraceIds(Chance chance, double ratio) {
        this(chance, ratio, true);
    }

    /// @param parentDecides whether a trace that somebody brings is sampled as he says
    public TraceIds(Chance chance, double ratio, boolean parentDecides) {
        ByteBuffer bytes = ByteBuffer.wrap(chance.bytes(2 * Long.BYTES));
        this.seed = bytes.getLong();
        this.salt = bytes.getLong();
        this.sampledBelow = ratio >= 1 ? Long.MAX_VALUE : (long) (ratio * Long.MAX_VALUE);
        this.parentDecides = parentDecides;
    }

    /// The place of a request with these fields, each null where it was not sent.
    public TraceContext of(String traceparent, String tracestate) {
        if (traceparent != null) {
            TraceContext parent = parsed(traceparent, tracestate);
            if (parent != null) {
                return new TraceContext(parent.high(), parent.low(), next(), parent.span(),
                        parentDecides ? parent.sampled() : sampled(parent.low()),
                        parent.state());
            }
        }
        long low = next();
        return new TraceContext(mixed(low ^ salt) | 1, low, next(), 0, sampled(low), null);
    }

    /// The low half decides, as OpenTelemetry's sampler by ratio has it.
    private boolean sampled(long low) {
        return sampledBelow != 0 && (low & Long.MAX_VALUE) < sampledBelow;
    }

    /// A new id, never 0.
    public long next() {
        long id = mixed(seed + number.incrementAndGet() * GOLDEN);
        return id == 0 ? 1 : id;
    }

    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// Null for a field that is not sound, which counts as not sent.
    static TraceContext parsed(String field, String state) {
        boolean shaped = field.length() >= CHARS && field.charAt(2) == '-'
                && field.charAt(35) == '-' && field.charAt(52) == '-'
                // Later versions may have more behind a further hyphen; version ff is none.
                && (field.length() == CHARS || field.charAt(CHARS) == '-' && !version(field, '0'))
                && !version(field, 'f') && hex(field, 0, 2) && hex(field, 3, 35)
                && hex(field, 36, 52) && hex(field, 53, CHARS);
        if (!shaped) {
            return null;
        }
        long high = Long.parseUnsignedLong(field, 3, 19, 16);
        long low = Long.parseUnsignedLong(field, 19, 35, 16);
        long span = Long.parseUnsignedLong(field, 36, 52, 16);
        if ((high | low) == 0 || span == 0) {
            return null;
        }
        boolean sampled = (Character.digit(field.charAt(54), 16) & 1) != 0;
        return new TraceContext(high, low, span, 0, sampled,
                state == null || state.length() > STATE_CHARS_MAX ? null : state);
    }

    private static boolean version(String field, char both) {
        return field.charAt(0) == both && field.charAt(1) == both;
    }

    /// Small letters only, as the specification has it.
    private static boolean hex(String field, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = field.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
