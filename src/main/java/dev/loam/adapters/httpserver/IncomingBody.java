package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.HttpLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The body of a request as it comes off the wire: `Content-Length` bytes, or chunks.
///
/// After the handler, what it left unread decides about the connection: [#skip] reads a small rest
/// away, so that the next request can be found; a large one is not worth it, and the connection
/// ends.
final class IncomingBody extends InputStream implements Body {
    /// The most that is read away unseen to keep a connection.
    private static final int SKIP_BYTES_MAX = 64 << 10;
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final Inbound inbound;
    private final Wire wire;
    private final HttpLimits limits;
    private final Patience patience;
    private final long length;
    private final Chunks chunks;
    private long received;
    private boolean continueDue;
    private boolean begun;
    private Refusal broken;

    IncomingBody(Head head, Inbound inbound, Wire wire, HttpLimits limits) {
        this.inbound = inbound;
        this.wire = wire;
        this.limits = limits;
        this.patience = new Patience(limits.bodyTimeMax());
        this.length = head.chunked() ? -1 : head.contentLength();
        this.chunks = head.chunked() ? new Chunks(inbound, limits, patience) : null;
        this.continueDue = head.expectsContinue();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public byte[] bytes() {
        begin();
        return WholeBody.read(this::read, length, limits.wholeBodyBytesMax());
    }

    @Override
    public InputStream stream() {
        begin();
        return this;
    }

    @Override
    public InputStream stream(Duration atMost) {
        patience.atMost(atMost);
        return stream();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int lengthMax) {
        if (broken != null) {
            throw broken;
        }
        if (lengthMax == 0) {
            return 0;
        }
        try {
            return receive(to, offset, lengthMax);
        } catch (SocketTimeoutException _) {
            broken = new HttpFailure.SlowBody(patience.limit()).refusal();
        } catch (IOException _) {
            broken = new HttpFailure.BodyCutShort(received).refusal();
        } catch (Refusal refusal) {
            broken = refusal;
        }
        throw broken;
    }

    /// The answer is on its way: it is too late to ask for the body.
    void answering() {
        if (continueDue) {
            continueDue = false;
            broken = broken == null ? new HttpFailure.BodyCutShort(0).refusal() : broken;
        }
    }

    /// Whether a next request can be expected behind what is left of this body.
    boolean canBeSkipped() {
        return broken == null && !continueDue
                && (chunks != null || length - received <= SKIP_BYTES_MAX);
    }

    boolean isAtEnd() {
        return chunks == null ? received == length : chunks.isAtEnd();
    }

    /// Reads what is left; false where that is too much, too slow or malformed.
    boolean skip() {
        if (!canBeSkipped()) {
            return false;
        }
        if (isAtEnd()) {
            return true;
        }
        byte[] rest = new byte[4 << 10];
        long until = received + SKIP_BYTES_MAX;
        try {
            while (received <= until) {
                if (read(rest, 0, rest.length) < 0) {
                    return true;
                }
            }
        } catch (Refusal _) {
            // Broken: the connection ends with it.
        }
        return false;
    }

    private void begin() {
        if (begun) {
            throw new IllegalStateException("The body was asked for twice");
        }
        begun = true;
    }

    private int receive(byte[] to, int offset, int lengthMax) throws IOException {
        if (chunks == null && received == length) {
            return -1;
        }
        if (continueDue) {
            continueDue = false;
            if (inbound.isEmpty()) {
                wire.write(CONTINUE, 0, CONTINUE.length);
            }
        }
        int n;
        if (chunks != null) {
            n = chunks.read(to, offset, lengthMax);
            if (received + Math.max(0, n) > limits.bodyBytesMax()) {
                throw new HttpFailure.BodyTooLarge(limits.bodyBytesMax()).refusal();
            }
        } else {
            int due = (int) Math.min(lengthMax, length - received);
            n = inbound.take(to, offset, due, inbound.isEmpty() ? patience.leftMillis() : 0);
            if (n < 0) {
                throw new HttpFailure.BodyCutShort(received).refusal();
            }
        }
        received += Math.max(0, n);
        return n;
    }
}
