package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpLimits;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackException;
import org.apache.hc.core5.http2.hpack.HeaderListConstraintException;

/// Reads frames, and the fields that one or several of them carry. One thread only.
///
/// What a client may make us hold is bounded in three ways: the bytes and the frames of one block
/// of fields, and the size of what they unpack to, of which a few bytes can make much.
final class Http2Frames {
    static final int PAYLOAD_BYTES_MAX = 16 << 10;
    private static final int HEAD_BYTES = 9;
    private static final int TABLE_BYTES = 4 << 10;
    private static final int BLOCK_FRAMES_MAX = 64;
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TELLING_BYTES = 4;

    private final Inbound inbound;
    private final HttpLimits limits;
    private final HPackDecoder decoder =
            new HPackDecoder(TABLE_BYTES, StandardCharsets.ISO_8859_1);
    private final int blockBytesMax;
    /// The frame read last; its payload is `bytes()[from..from + length)`.
    int type;
    int flags;
    int stream;
    int from;
    int length;

    Http2Frames(Inbound inbound, HttpLimits limits) {
        this.inbound = inbound;
        this.limits = limits;
        this.blockBytesMax = Math.addExact(limits.headerBytesMax(), limits.lineBytesMax());
        decoder.setMaxListSize(Math.multiplyExact(2, blockBytesMax));
    }

    /// Whether a connection on which something has come in begins as one of HTTP/2. Blocks for more
    /// as long as that is open.
    static boolean begin(Inbound inbound, HttpLimits limits) throws IOException {
        var patience = new Patience(limits.headTimeMax());
        for (int i = 0; i < TELLING_BYTES; i++) {
            if (inbound.end - inbound.at == i && !inbound.fill(patience.leftMillis())) {
                return false;
            }
            if (inbound.bytes[inbound.at + i] != PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    void preface() throws IOException {
        need(PREFACE.length, new Patience(limits.headTimeMax()));
        if (!Arrays.equals(inbound.bytes, inbound.at, inbound.at + PREFACE.length,
                PREFACE, 0, PREFACE.length)) {
            throw Http2Error.connection(Http2Error.PROTOCOL, "no preface");
        }
        inbound.at += PREFACE.length;
    }

    byte[] bytes() {
        return inbound.bytes;
    }

    /// Blocks until a frame is whole; fails with `EOFException` at the end of the connection.
    void next() throws IOException {
        next(null);
    }

    private void next(Patience patience) throws IOException {
        need(HEAD_BYTES, patience);
        byte[] bytes = inbound.bytes;
        int at = inbound.at;
        length = (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
        type = bytes[at + 3] & 0xff;
        flags = bytes[at + 4] & 0xff;
        stream = number(at + 5) & 0x7fff_ffff;
        if (length > PAYLOAD_BYTES_MAX) {
            throw Http2Error.connection(Http2Error.FRAME_SIZE, "a frame of " + length + " bytes");
        }
        need(HEAD_BYTES + length, patience);
        from = inbound.at + HEAD_BYTES;
        inbound.at = from + length;
    }

    int number(int at) {
        byte[] bytes = inbound.bytes;
        return (bytes[at] & 0xff) << 24 | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    /// Takes the padding away from the payload of the frame read last.
    void unpad() throws Http2Error {
        if ((flags & 0x8) != 0) {
            int padding = length == 0 ? 0 : bytes()[from] & 0xff;
            if (length == 0 || padding >= length) {
                throw Http2Error.connection(Http2Error.PROTOCOL, "more padding than payload");
            }
            from++;
            length -= 1 + padding;
        }
    }

    /// The fields that begin in the frame read last, a HEADERS frame, and may go on in others.
    List<Header> fields() throws IOException {
        unpad();
        if ((flags & 0x20) != 0) {
            if (length < 5) {
                throw Http2Error.connection(Http2Error.FRAME_SIZE, "no room for a priority");
            }
            from += 5;
            length -= 5;
        }
        if ((flags & Http2Writer.END_HEADERS) != 0) {
            return decoded(ByteBuffer.wrap(bytes(), from, length));
        }
        int first = flags;
        int begun = stream;
        byte[] block = Arrays.copyOfRange(bytes(), from, from + length);
        var patience = new Patience(limits.headTimeMax());
        for (int frames = 1; (flags & Http2Writer.END_HEADERS) == 0; frames++) {
            try {
                next(patience);
            } catch (SocketTimeoutException _) {
                throw Http2Error.connection(Http2Error.ENHANCE_YOUR_CALM, "fields that stop");
            }
            if (type != Http2Writer.CONTINUATION || stream != begun) {
                throw Http2Error.connection(Http2Error.PROTOCOL, "a frame amidst fields");
            }
            if (block.length + length > blockBytesMax || frames == BLOCK_FRAMES_MAX) {
                throw Http2Error.connection(Http2Error.ENHANCE_YOUR_CALM, "fields without end");
            }
            int end = block.length;
            block = Arrays.copyOf(block, end + length);
            System.arraycopy(bytes(), from, block, end, length);
        }
        flags = first;
        return decoded(ByteBuffer.wrap(block));
    }

    private List<Header> decoded(ByteBuffer block) throws Http2Error {
        try {
            return decoder.decodeHeaders(block);
        } catch (HeaderListConstraintException _) {
            throw Http2Error.connection(Http2Error.ENHANCE_YOUR_CALM, "too many fields");
        } catch (HPackException | RuntimeException malformed) {
            throw Http2Error.connection(
                    Http2Error.COMPRESSION, "malformed fields: " + malformed.getMessage());
        }
    }

    private void need(int n, Patience patience) throws IOException {
        while (inbound.end - inbound.at < n) {
            if (!inbound.fill(patience == null ? 0 : patience.leftMillis())) {
                throw new EOFException("the client has closed the connection");
            }
        }
    }
}
