package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;

/// The body of a streamed answer, sent in blocks: as chunks, or for HTTP/1.0 as it is.
///
/// The head waits for the first block, so that a body that ends within it goes out whole with its
/// length, and a writer that fails before leaves the way open for another answer.
final class StreamBody extends OutputStream {
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int SIZE_LINE_BYTES = 6;
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a',
        'b', 'c', 'd', 'e', 'f'};

    private final HttpResponse.Stream answer;
    private final Outbound outbound;
    private final boolean chunked;
    private final boolean close;
    /// A size line of four digits, a block of data, a line end.
    private final byte[] block = new byte[SIZE_LINE_BYTES + BLOCK_BYTES + 2];
    private int filled;
    private boolean begun;

    StreamBody(HttpResponse.Stream answer, Outbound outbound, boolean chunked, boolean close) {
        this.answer = answer;
        this.outbound = outbound;
        this.chunked = chunked;
        this.close = close;
    }

    /// Whether the head has gone out.
    boolean begun() {
        return begun;
    }

    @Override
    public void write(int octet) throws IOException {
        if (filled == BLOCK_BYTES) {
            flush();
        }
        block[SIZE_LINE_BYTES + filled++] = (byte) octet;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (filled == BLOCK_BYTES) {
                flush();
            }
            int n = Math.min(length - done, BLOCK_BYTES - filled);
            System.arraycopy(from, offset + done, block, SIZE_LINE_BYTES + filled, n);
            filled += n;
            done += n;
        }
    }

    @Override
    public void flush() throws IOException {
        begin();
        if (filled > 0 && chunked) {
            for (int i = 0; i < 4; i++) {
                block[i] = DIGITS[filled >> 12 - 4 * i & 15];
            }
            block[4] = '\r';
            block[5] = '\n';
            block[SIZE_LINE_BYTES + filled] = '\r';
            block[SIZE_LINE_BYTES + filled + 1] = '\n';
            outbound.sendWith(block, 0, SIZE_LINE_BYTES + filled + 2);
        } else {
            outbound.sendWith(block, SIZE_LINE_BYTES, filled);
        }
        filled = 0;
    }

    /// Ends the body, where its writer has come to the end.
    void finish() throws IOException {
        if (!begun) {
            begun = true;
            outbound.streamHead(answer, filled, close);
            outbound.sendWith(block, SIZE_LINE_BYTES, filled);
            return;
        }
        if (filled > 0) {
            flush();
        }
        if (chunked) {
            outbound.sendWith(LAST_CHUNK, 0, LAST_CHUNK.length);
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            outbound.streamHead(answer, chunked, close);
        }
    }
}
