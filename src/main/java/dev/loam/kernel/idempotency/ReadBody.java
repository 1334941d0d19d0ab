package dev.loam.kernel.idempotency;

import dev.loam.ports.web.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;

/// A body that is digested as it is read, once and in one of the ways there are, so that a large
/// one need not be held for it.
final class ReadBody implements Body {
    private final Body body;
    private final MessageDigest digest;
    private boolean whole;
    private InputStream stream;

    ReadBody(Body body, MessageDigest digest) {
        this.body = body;
        this.digest = digest;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public byte[] bytes() {
        byte[] bytes = body.bytes();
        digest.update(bytes);
        whole = true;
        return bytes;
    }

    @Override
    public InputStream stream() {
        return digested(body.stream());
    }

    @Override
    public InputStream stream(Duration atMost) {
        return digested(body.stream(atMost));
    }

    private InputStream digested(InputStream in) {
        stream = new Digested(in);
        return stream;
    }

    /// Reads what nobody has read yet.
    void finish() {
        if (stream == null && !whole) {
            bytes();
        }
        if (stream == null) {
            return;
        }
        try {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// Digests all that passes, however it is read.
    private final class Digested extends FilterInputStream {
        Digested(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            if (read >= 0) {
                digest.update((byte) read);
            }
            return read;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            if (read > 0) {
                digest.update(into, from, read);
            }
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes((int) Math.min(count, 8192)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
