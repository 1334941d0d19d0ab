package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpLimits;
import java.io.IOException;

/// Undoes the chunked transfer coding: sizes in plain hexadecimal digits, extensions passed over,
/// trailers checked for their form and dropped. Source: RFC 9112 section 7.1.
final class Chunks {
    /// Size digits and extension of one chunk; the extensions of all chunks share one bound too.
    private static final int SIZE_LINE_BYTES_MAX = 1 << 10;
    private static final int EXTENSION_BYTES_MAX = 16 << 10;
    private static final int SIZE_DIGITS_MAX = 15;

    private final Inbound inbound;
    private final Lines lines;
    private final HttpLimits limits;
    private final Patience patience;
    private long leftInChunk;
    private int extensionBytes;
    private boolean inChunk;
    private boolean atEnd;

    Chunks(Inbound inbound, HttpLimits limits, Patience patience) {
        this.inbound = inbound;
        this.lines = new Lines(inbound);
        this.limits = limits;
        this.patience = patience;
    }

    boolean isAtEnd() {
        return atEnd;
    }

    /// Blocks for at least one byte; -1 behind the last chunk and its trailers.
    int read(byte[] to, int offset, int lengthMax) throws IOException {
        if (atEnd) {
            return -1;
        }
        if (leftInChunk == 0) {
            nextChunk();
            if (atEnd) {
                return -1;
            }
        }
        int due = (int) Math.min(lengthMax, leftInChunk);
        int n = inbound.take(to, offset, due, inbound.isEmpty() ? patience.leftMillis() : 0);
        if (n < 0) {
            throw new IOException("ended within a chunk");
        }
        leftInChunk -= n;
        return n;
    }

    private void nextChunk() throws IOException {
        if (inChunk) {
            line(0, "no line end behind the data of a chunk");
        }
        inChunk = true;
        line(SIZE_LINE_BYTES_MAX, "its size line exceeds " + SIZE_LINE_BYTES_MAX + " bytes");
        leftInChunk = size(inbound.bytes, lines.from, lines.to);
        if (leftInChunk == 0) {
            trailers();
            atEnd = true;
        }
    }

    private long size(byte[] bytes, int from, int to) {
        long size = 0;
        int i = from;
        for (; i < to && Octets.hex(bytes[i]) >= 0; i++) {
            if (i - from == SIZE_DIGITS_MAX) {
                throw bad("its size has more than " + SIZE_DIGITS_MAX + " digits");
            }
            size = size << 4 | Octets.hex(bytes[i]);
        }
        if (i == from || i < to && bytes[i] != ';') {
            throw bad("no hexadecimal size in " + lines.excerpt(from, to));
        }
        extensionBytes += to - i;
        if (extensionBytes > EXTENSION_BYTES_MAX) {
            throw bad("extensions exceed " + EXTENSION_BYTES_MAX + " bytes");
        }
        for (; i < to; i++) {
            if (!Octets.isValue(bytes[i])) {
                throw bad("a control character in the extension " + lines.excerpt(from, to));
            }
        }
        return size;
    }

    private void trailers() throws IOException {
        int left = limits.headerBytesMax();
        while (true) {
            line(left, "trailers exceed " + limits.headerBytesMax() + " bytes");
            int from = lines.from;
            if (lines.to == from) {
                return;
            }
            left = Math.max(0, left - (lines.to - from) - 2);
            int colon = from;
            while (colon < lines.to && Octets.isToken(inbound.bytes[colon])) {
                colon++;
            }
            if (colon == from || colon == lines.to || inbound.bytes[colon] != ':') {
                throw bad("malformed trailer " + lines.excerpt(from, lines.to));
            }
        }
    }

    private void line(int bytesMax, String tooLong) throws IOException {
        switch (lines.next(bytesMax, patience)) {
            case NOTHING -> throw new IOException("ended between chunks");
            case TOO_LONG -> throw bad(tooLong);
            case LONE_LF -> throw bad("a line ends with LF where CR LF is due");
            case LINE -> {
                // What it holds is for the caller.
            }
        }
    }

    private static RuntimeException bad(String what) {
        return new HttpFailure.BadChunk(what).refusal();
    }
}
