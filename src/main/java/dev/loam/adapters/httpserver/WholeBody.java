package dev.loam.adapters.httpserver;

import java.util.Arrays;

/// Takes a body as a whole, without believing what was told of its length.
final class WholeBody {
    /// The most that is reserved on the word of a `Content-Length` before its bytes are there.
    private static final int TRUSTED_BYTES_MAX = 1 << 20;
    /// The first room for a body whose length is not told.
    private static final int FIRST_BYTES = 8 << 10;

    private WholeBody() {
    }

    /// As `InputStream.read`, with failures that are refusals.
    @FunctionalInterface
    interface Source {
        int read(byte[] to, int offset, int lengthMax);
    }

    /// `length` is -1 where it is not told. Fails with a `Refusal` past `most` bytes.
    static byte[] read(Source source, long length, int most) {
        if (length > most) {
            throw new HttpFailure.BodyTooLarge(most).refusal();
        }
        // One byte more than allowed has room, to be seen.
        long wanted = length < 0 ? most + 1L : length;
        byte[] body = new byte[
                (int) Math.min(wanted, length < 0 ? FIRST_BYTES : TRUSTED_BYTES_MAX)];
        int filled = 0;
        while (true) {
            if (filled == body.length) {
                if (filled == length) {
                    return body;
                }
                if (filled > most) {
                    throw new HttpFailure.BodyTooLarge(most).refusal();
                }
                body = Arrays.copyOf(body, (int) Math.min(wanted, filled * 2L));
            }
            int n = source.read(body, filled, body.length - filled);
            if (n < 0) {
                return filled == body.length ? body : Arrays.copyOf(body, filled);
            }
            filled += n;
        }
    }
}
