package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.HttpLimits;
import java.io.InputStream;
import java.time.Duration;

/// The body of a request as it comes off the wire, whichever protocol brings it: asked for once,
/// bounded in size, time and speed. What goes wrong with it is remembered, and told to whoever
/// reads on.
abstract class WireBody extends InputStream implements Body {
    private final HttpLimits limits;
    private final long length;
    private final long bytesMax;
    private final Patience patience;
    private long received;
    private boolean begun;
    private Refusal broken;

    /// `length` is -1 where it is not told; past `bytesMax` it is refused.
    WireBody(long length, long bytesMax, HttpLimits limits) {
        this.length = length;
        this.bytesMax = bytesMax;
        this.limits = limits;
        this.patience = new Patience(
                limits.bodyTimeMax(), limits.bodySpeedMin(), limits.bodySpeedGrace());
    }

    /// What the client is waited with.
    final Patience patience() {
        return patience;
    }

    /// The bytes that have come.
    final long received() {
        return received;
    }

    /// So many bytes more have come. Fails with a `Refusal` where it is too many.
    final void came(int n) {
        received += n;
        if (received > bytesMax) {
            throw new HttpFailure.BodyTooLarge(bytesMax).refusal();
        }
    }

    /// Why no more of it can be had, null where it can.
    final Refusal broken() {
        return broken;
    }

    /// The first reason counts.
    final Refusal breakOff(Refusal why) {
        broken = broken == null ? why : broken;
        return broken;
    }

    final Refusal tooSlow() {
        return patience.wasSlow()
                ? new HttpFailure.TrickledBody(limits.bodySpeedMin()).refusal()
                : new HttpFailure.SlowBody(patience.limit()).refusal();
    }

    final Refusal cutShort() {
        return new HttpFailure.BodyCutShort(received).refusal();
    }

    @Override
    public final long length() {
        return length;
    }

    @Override
    public final byte[] bytes() {
        begin();
        return WholeBody.read(this::read, length, limits.wholeBodyBytesMax());
    }

    @Override
    public final InputStream stream() {
        begin();
        return this;
    }

    @Override
    public final InputStream stream(Duration atMost) {
        patience.atMost(atMost);
        return stream();
    }

    private void begin() {
        if (begun) {
            throw new IllegalStateException("The body was asked for twice");
        }
        begun = true;
    }

    @Override
    public final int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// As `InputStream.read`; what goes wrong is a `Refusal`.
    @Override
    public abstract int read(byte[] to, int offset, int lengthMax);
}
