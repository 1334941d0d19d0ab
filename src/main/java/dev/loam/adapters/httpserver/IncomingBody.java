package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.HttpLimits;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// The body of a request as it comes off the wire: `Content-Length` bytes, or chunks.
///
/// After the handler, what it left unread decides about the connection: [#skip] reads a small rest
/// away, so that the next request can be found; a large one is not worth it, and the connection
/// ends.
final class IncomingBody extends WireBody {
    /// The most that is read away unseen to keep a connection.
    private static final int SKIP_BYTES_MAX = 64 << 10;
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final Inbound inbound;
    private final Wire wire;
    private final Chunks chunks;
    private boolean continueDue;

    IncomingBody(Head head, Inbound inbound, Wire wire, HttpLimits limits) {
        super(head.chunked() ? -1 : head.contentLength(), limits.bodyBytesMax(), limits);
        this.inbound = inbound;
        this.wire = wire;
        this.chunks = head.chunked() ? new Chunks(inbound, limits, patience()) : null;
        this.continueDue = head.expectsContinue();
    }

    @Override
    public int read(byte[] to, int offset, int lengthMax) {
        if (broken() != null) {
            throw broken();
        }
        if (lengthMax == 0) {
            return 0;
        }
        try {
            return receive(to, offset, lengthMax);
        } catch (SocketTimeoutException _) {
            throw breakOff(tooSlow());
        } catch (IOException _) {
            throw breakOff(cutShort());
        } catch (Refusal refusal) {
            throw breakOff(refusal);
        }
    }

    /// The answer is on its way: it is too late to ask for the body.
    void answering() {
        if (continueDue) {
            continueDue = false;
            breakOff(cutShort());
        }
    }

    /// Whether a next request can be expected behind what is left of this body.
    boolean canBeSkipped() {
        return broken() == null && !continueDue
                && (chunks != null || length() - received() <= SKIP_BYTES_MAX);
    }

    boolean isAtEnd() {
        return chunks == null ? received() == length() : chunks.isAtEnd();
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
        long until = received() + SKIP_BYTES_MAX;
        try {
            while (received() <= until) {
                if (read(rest, 0, rest.length) < 0) {
                    return true;
                }
            }
        } catch (Refusal _) {
            // Broken: the connection ends with it.
        }
        return false;
    }

    private int receive(byte[] to, int offset, int lengthMax) throws IOException {
        if (chunks == null && received() == length()) {
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
        } else {
            int due = (int) Math.min(lengthMax, length() - received());
            n = inbound.take(to, offset, due, inbound.isEmpty() ? patience().leftMillis() : 0);
            if (n < 0) {
                throw cutShort();
            }
        }
        patience().came(Math.max(0, n));
        came(Math.max(0, n));
        return n;
    }
}
