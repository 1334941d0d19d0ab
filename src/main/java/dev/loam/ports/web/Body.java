package dev.loam.ports.web;

import java.io.InputStream;

/// The body of a request, read at most once. Blocking; the adapter answers `Expect: 100-continue`
/// when it is first read, and enforces its own bounds on size and time: past them the read fails
/// with a `Refusal` (413 or 408).
public interface Body {
    Body EMPTY = new Body() {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public byte[] bytes() {
            return new byte[0];
        }

        @Override
        public InputStream stream() {
            return InputStream.nullInputStream();
        }
    };

    /// The declared length in bytes, or -1 when it is not known before the end.
    long length();

    /// The whole body.
    byte[] bytes();

    /// The body as it arrives.
    InputStream stream();
}
