package dev.loam.adapters.codec;

import dev.loam.ports.coding.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// The coding `deflate`, which is zlib's format and not the bare one that its name suggests. Bodies
/// in the bare one are read all the same, since there always were clients that send it.
///
/// Source: RFC 9110 section 8.4.1.2, RFC 1950.
public final class Deflate implements Coding {
    private static final byte[] NOTHING = new byte[0];
    private static final int DEFLATED = 8;

    private final Spare<Deflater> deflaters;

    /// @param level from 1, the fastest, to 9, the smallest
    public Deflate(int level) {
        deflaters = new Spare<>(() -> new Deflater(level), Deflater::end);
    }

    @Override
    public String name() {
        return "deflate";
    }

    @Override
    public byte[] encoded(byte[] plain) {
        Deflater deflater = deflaters.take();
        try {
            return Deflating.whole(deflater, NOTHING, plain, NOTHING);
        } finally {
            deflater.reset();
            deflaters.give(deflater);
        }
    }

    @Override
    public Encoder encoder(OutputStream to) {
        return new Deflating(deflaters, to);
    }

    @Override
    public InputStream decoder(InputStream coded) throws IOException {
        var begun = new PushbackInputStream(coded, 2);
        int first = begun.read();
        if (first < 0) {
            return InputStream.nullInputStream();
        }
        int second = begun.read();
        if (second >= 0) {
            begun.unread(second);
        }
        begun.unread(first);
        boolean zlib = (first & 15) == DEFLATED && (first << 8 | second) % 31 == 0;
        var inflater = new Inflater(!zlib);
        return new InflaterInputStream(begun, inflater) {
            @Override
            public void close() {
                inflater.end();
            }
        };
    }
}
