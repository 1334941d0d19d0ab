package dev.loam.ports.web;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;

/// The body of a request, read at most once. Blocking; the adapter answers `Expect: 100-continue`
/// when it is first read, and enforces its own bounds on size and time: past them the read fails
/// with a `Refusal` (413 or 408).
public interface Body {
    Body EMPTY = of(new byte[0]);

    /// A body that is at hand.
    static Body of(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public byte[] bytes() {
                return bytes;
            }

            @Override
            public InputStream stream() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /// The declared length in bytes, or -1 when it is not known before the end.
    long length();

    /// The whole body, which has a bound of its own.
    byte[] bytes();

    /// The body as it arrives.
    InputStream stream();

    /// The same, waiting for the client no longer than `atMost` from now on.
    default InputStream stream(Duration atMost) {
        return stream();
    }
}
