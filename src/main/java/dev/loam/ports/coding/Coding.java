package dev.loam.ports.coding;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// One content coding. Many use it at once; what it makes is for one thread each. Its work is done
/// on the caller's thread and takes a bounded memory, whatever it is given.
///
/// Source: RFC 9110 section 8.4.
public interface Coding {
    /// As the field `Content-Encoding` has it.
    String name();

    /// A whole body, coded.
    byte[] encoded(byte[] plain);

    /// Codes what is written to it, on to `to`.
    Encoder encoder(OutputStream to) throws IOException;

    /// What `coded` was before. Reading it fails with an IOException of its own where `coded` is
    /// malformed or ends too early; nothing at all decodes to nothing. Closing it frees what it
    /// holds, and leaves `coded` open.
    InputStream decoder(InputStream coded) throws IOException;

    /// A stream that is coded as it is made. After a flush all that was written can be decoded.
    /// Closing it frees what it holds: without [#finish] before, what it wrote is seen to lack its
    /// end.
    abstract class Encoder extends OutputStream {
        /// Writes the end.
        public abstract void finish() throws IOException;

        @Override
        public abstract void close();
    }
}
