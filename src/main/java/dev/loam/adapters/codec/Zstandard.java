package dev.loam.adapters.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import dev.loam.ports.coding.Coding;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The coding `zstd`. Source: RFC 8878, and RFC 9659 for the window.
public final class Zstandard implements Coding {
    /// What a decoder of HTTP has to hold at most, 8 MiB: a client may not ask for more here.
    private static final int WINDOW_LOG_MAX = 23;
    /// Many streams may be open at once: each holds some 0.5 MiB this way.
    private static final int STREAM_WINDOW_LOG = 17;

    private final int level;
    private final Spare<ZstdCompressCtx> contexts;

    /// @param level from 1, the fastest, to 19, the smallest
    public Zstandard(int level) {
        this.level = level;
        this.contexts = new Spare<>(() -> new ZstdCompressCtx().setLevel(level).setChecksum(false),
                ZstdCompressCtx::close);
    }

    /// Loads the library; the reason where it cannot be, null where it could.
    public static String missing() {
        try {
            Native.load();
            return null;
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError wrong) {
            return String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
        }
    }

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public byte[] encoded(byte[] plain) {
        ZstdCompressCtx context = contexts.take();
        byte[] coded = context.compress(plain);
        contexts.give(context);
        return coded;
    }

    @Override
    public Encoder encoder(OutputStream to) throws IOException {
        return new Frame(to, level);
    }

    @Override
    public InputStream decoder(InputStream coded) throws IOException {
        return new ZstdInputStreamNoFinalizer(new Kept(coded)).setLongMax(WINDOW_LOG_MAX);
    }

    /// Leaves the stream below it open.
    private static final class Kept extends FilterInputStream {
        Kept(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // Whoever opened it closes it.
        }
    }

    /// A frame in the making. The library ends its frames whenever it is closed: where that is not
    /// wanted the end goes nowhere.
    private static final class Frame extends Encoder {
        private final Gate gate;
        private final ZstdOutputStreamNoFinalizer frame;
        private boolean closed;

        Frame(OutputStream to, int level) throws IOException {
            gate = new Gate(to);
            frame = new ZstdOutputStreamNoFinalizer(gate, level);
            frame.setWindowLog(STREAM_WINDOW_LOG);
        }

        @Override
        public void write(int octet) throws IOException {
            frame.write(octet);
        }

        @Override
        public void write(byte[] from, int at, int length) throws IOException {
            frame.write(from, at, length);
        }

        @Override
        public void flush() throws IOException {
            frame.flush();
        }

        @Override
        public void finish() throws IOException {
            closed = true;
            frame.closeWithoutClosingParentStream();
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            gate.shut = true;
            try {
                frame.closeWithoutClosingParentStream();
            } catch (IOException wrong) {
                throw new IllegalStateException("nothing is written any more", wrong);
            }
        }
    }

    private static final class Gate extends FilterOutputStream {
        private boolean shut;

        Gate(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            if (!shut) {
                out.write(octet);
            }
        }

        @Override
        public void write(byte[] from, int at, int length) throws IOException {
            if (!shut) {
                out.write(from, at, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!shut) {
                out.flush();
            }
        }
    }
}
