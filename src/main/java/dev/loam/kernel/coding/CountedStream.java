package dev.loam.kernel.coding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what is read.
final class CountedStream extends FilterInputStream {
    private long read;

    CountedStream(InputStream in) {
        super(in);
    }

    long count() {
        return read;
    }

    @Override
    public int read() throws IOException {
        int octet = in.read();
        read += octet < 0 ? 0 : 1;
        return octet;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n = in.read(to, offset, length);
        read += Math.max(0, n);
        return n;
    }
}
