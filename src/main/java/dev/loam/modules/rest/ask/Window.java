package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.RestFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// A stretch of a body: `bytes[from..end)` are read and not yet done with, those before `at` have
/// been looked at. Grows up to a bound where nothing of it can be let go.
final class Window {
    private static final int BYTES = 64 << 10;

    byte[] bytes;
    int from;
    int at;
    int end;

    private final InputStream body;
    private final int heldBytesMax;
    private boolean ended;

    Window(InputStream body, int heldBytesMax) {
        this.body = body;
        this.heldBytesMax = heldBytesMax;
        this.bytes = new byte[Math.min(BYTES, heldBytesMax)];
    }

    /// Bytes that are all there.
    static Window of(byte[] whole) {
        var window = new Window(InputStream.nullInputStream(), whole.length);
        window.bytes = whole;
        window.end = whole.length;
        window.ended = true;
        return window;
    }

    /// Reads on; false at the end of the body. May move what is in the window.
    ///
    /// Fails: 413 where the window is full.
    boolean more() {
        if (ended) {
            return false;
        }
        if (end == bytes.length) {
            makeRoom();
        }
        try {
            int n = body.read(bytes, end, bytes.length - end);
            ended = n < 0;
            end += Math.max(0, n);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        return !ended;
    }

    /// Whether there is a byte at `at`, reading on for it.
    boolean has() {
        while (at == end) {
            if (!more()) {
                return false;
            }
        }
        return true;
    }

    private void makeRoom() {
        if (from >= bytes.length / 2 || from > 0 && bytes.length >= heldBytesMax) {
            System.arraycopy(bytes, from, bytes, 0, end - from);
            end -= from;
            at -= from;
            from = 0;
        } else if (bytes.length >= heldBytesMax) {
            throw new Refusal(new RestFailure.RowTooLarge(heldBytesMax));
        } else {
            bytes = Arrays.copyOf(bytes, (int) Math.min(heldBytesMax, bytes.length * 2L));
        }
    }

    /// Everything from `from` to the end of the body, which is done with.
    ///
    /// Fails: 413 where that is too much.
    byte[] rest() {
        while (more()) {
            at = end;
        }
        byte[] all = Arrays.copyOfRange(bytes, from, end);
        from = end;
        return all;
    }

    /// Whether the body begins with these, which are passed over then.
    boolean skip(byte... start) {
        while (end - at < start.length) {
            if (!more()) {
                return false;
            }
        }
        if (!Arrays.equals(bytes, at, at + start.length, start, 0, start.length)) {
            return false;
        }
        at += start.length;
        return true;
    }
}
