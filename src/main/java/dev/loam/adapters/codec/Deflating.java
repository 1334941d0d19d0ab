package dev.loam.adapters.codec;

import dev.loam.ports.coding.Coding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/// A stream through a deflater, which goes back to the spare ones in the end.
class Deflating extends Coding.Encoder {
    private static final int BLOCK_BYTES = 8 << 10;

    private final Spare<Deflater> spare;
    private final OutputStream to;
    private final Deflater deflater;
    private final byte[] block = new byte[BLOCK_BYTES];
    private boolean closed;

    Deflating(Spare<Deflater> spare, OutputStream to) {
        this.spare = spare;
        this.to = to;
        this.deflater = spare.take();
    }

    /// A head, a whole body deflated, and what comes behind it.
    static byte[] whole(Deflater deflater, byte[] head, byte[] plain, byte[] trailer) {
        var coded = new ByteArrayOutputStream(256 + plain.length / 4);
        coded.writeBytes(head);
        deflater.setInput(plain);
        deflater.finish();
        byte[] block = new byte[Math.min(BLOCK_BYTES, 64 + plain.length)];
        while (!deflater.finished()) {
            coded.write(block, 0, deflater.deflate(block));
        }
        coded.writeBytes(trailer);
        return coded.toByteArray();
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int at, int length) throws IOException {
        deflater.setInput(from, at, length);
        while (!deflater.needsInput()) {
            pass(Deflater.NO_FLUSH);
        }
    }

    @Override
    public void flush() throws IOException {
        int passed;
        do {
            passed = pass(Deflater.SYNC_FLUSH);
        } while (passed == block.length);
        to.flush();
    }

    @Override
    public void finish() throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            pass(Deflater.NO_FLUSH);
        }
    }

    private int pass(int flush) throws IOException {
        int length = deflater.deflate(block, 0, block.length, flush);
        to.write(block, 0, length);
        return length;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            deflater.reset();
            spare.give(deflater);
        }
    }
}
