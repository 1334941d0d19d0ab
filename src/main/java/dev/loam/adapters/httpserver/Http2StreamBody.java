package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;

/// The body of a streamed answer over HTTP/2, sent in blocks.
///
/// The head waits for the first block, so that a body that ends within it goes out with its length,
/// and a writer that fails before leaves the way open for another answer.
final class Http2StreamBody extends OutputStream {
    private static final int FIRST_BYTES = 1 << 10;
    private static final int BLOCK_BYTES = 32 << 10;

    private final HttpResponse.Stream answer;
    private final Http2Writer writer;
    private final Http2Writer.Outlet outlet;
    private final long waitNanos;
    private byte[] block = new byte[FIRST_BYTES];
    private int filled;
    private boolean begun;

    Http2StreamBody(HttpResponse.Stream answer, Http2Writer writer, Http2Writer.Outlet outlet,
            Duration waitMax) {
        this.answer = answer;
        this.writer = writer;
        this.outlet = outlet;
        this.waitNanos = waitMax.toNanos();
    }

    /// Whether the head has gone out.
    boolean begun() {
        return begun;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (filled == BLOCK_BYTES) {
                flush();
            }
            int n = Math.min(length - done, BLOCK_BYTES - filled);
            if (filled + n > block.length) {
                block = Arrays.copyOf(block,
                        Math.min(BLOCK_BYTES, Math.max(filled + n, 2 * block.length)));
            }
            System.arraycopy(from, offset + done, block, filled, n);
            filled += n;
            done += n;
        }
    }

    @Override
    public void flush() throws IOException {
        send(-1, false);
    }

    /// Ends the body, where its writer has come to the end.
    void finish() throws IOException {
        send(filled, true);
    }

    private void send(long length, boolean last) throws IOException {
        int sent = 0;
        if (!begun) {
            begun = true;
            byte[] first = Arrays.copyOf(block, filled);
            sent = writer.answer(outlet, answer.status(), answer.headers(), length, first, last);
            if (sent == filled) {
                filled = 0;
                return;
            }
        }
        if (filled > sent || last) {
            writer.data(outlet, block, sent, filled - sent, last, waitNanos);
        }
        filled = 0;
    }
}
