package dev.loam.kernel.coding;

import java.io.IOException;
import java.io.InputStream;

/// What one coding decodes to, within its bounds: so many bytes, and from a certain size on so many
/// times what came in. Each layer has its own, since a bomb can lie in any of them.
///
/// A fault of the coding is the client's: it becomes a refusal, as those of the body below are
/// already.
final class BoundedStream extends InputStream {
    /// What may be dense: a few repeated rows are no bomb.
    private static final long DENSE_BYTES_MAX = 1 << 20;

    private final InputStream decoded;
    private final CountedStream sent;
    private final String coding;
    private final CodingConfig config;
    private long read;

    BoundedStream(
            InputStream decoded, CountedStream sent, String coding, CodingConfig config) {
        this.decoded = decoded;
        this.sent = sent;
        this.coding = coding;
        this.config = config;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        int n;
        try {
            n = decoded.read(to, offset, length);
        } catch (IOException wrong) {
            throw new CodingFailure.Malformed(coding, wrong.getMessage()).refusal();
        }
        read += Math.max(0, n);
        if (read > config.bodyBytesMax()) {
            throw new CodingFailure.TooLarge(config.bodyBytesMax()).refusal();
        }
        if (read > DENSE_BYTES_MAX && read / config.ratioMax() > sent.count()) {
            throw new CodingFailure.TooDense(config.ratioMax()).refusal();
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        decoded.close();
    }
}
