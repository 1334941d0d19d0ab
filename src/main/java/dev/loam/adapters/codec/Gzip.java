package dev.loam.adapters.codec;

import dev.loam.ports.coding.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// The coding `gzip`. Source: RFC 1952.
public final class Gzip implements Coding {
    static final int TRAILER_BYTES = 8;
    /// No name, no time, a system that is not told.
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final Spare<Deflater> deflaters;

    /// @param level from 1, the fastest, to 9, the smallest
    public Gzip(int level) {
        deflaters = new Spare<>(() -> new Deflater(level, true), Deflater::end);
    }

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public byte[] encoded(byte[] plain) {
        Deflater deflater = deflaters.take();
        try {
            var crc = new CRC32();
            crc.update(plain);
            byte[] trailer = trailer(crc.getValue(), plain.length);
            return Deflating.whole(deflater, HEAD, plain, trailer);
        } finally {
            deflater.reset();
            deflaters.give(deflater);
        }
    }

    @Override
    public Encoder encoder(OutputStream to) throws IOException {
        to.write(HEAD);
        return new Deflating(deflaters, to) {
            private final CRC32 crc = new CRC32();
            private long written;

            @Override
            public void write(byte[] from, int at, int length) throws IOException {
                crc.update(from, at, length);
                written += length;
                super.write(from, at, length);
            }

            @Override
            public void finish() throws IOException {
                super.finish();
                to.write(trailer(crc.getValue(), written));
            }
        };
    }

    @Override
    public InputStream decoder(InputStream coded) {
        return new GunzipStream(coded);
    }

    private static byte[] trailer(long crc, long length) {
        byte[] trailer = new byte[TRAILER_BYTES];
        for (int i = 0; i < 4; i++) {
            trailer[i] = (byte) (crc >>> 8 * i);
            trailer[4 + i] = (byte) (length >>> 8 * i);
        }
        return trailer;
    }
}
