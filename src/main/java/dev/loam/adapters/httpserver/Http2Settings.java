package dev.loam.adapters.httpserver;

import java.io.IOException;

/// What the two sides of a connection of HTTP/2 tell each other of themselves.
/// Source: RFC 9113 section 6.5, RFC 8441 section 3.
record Http2Settings(Http2Writer writer, Http2Streams streams) {
    static final int WINDOW_BYTES = 1 << 20;
    private static final int FIRST_WINDOW_BYTES = 65_535;

    /// Tells the client what it may do; its headers may have `list` bytes.
    void greet(int list) throws IOException {
        writer.control(Http2Writer.SETTINGS, 0, 0,
                (byte) 0, (byte) 3, (byte) 0, (byte) 0, (byte) 0, (byte) Http2Streams.MAX,
                (byte) 0, (byte) 4, (byte) 0, (byte) (Http2Body.WINDOW_BYTES >> 16),
                (byte) (Http2Body.WINDOW_BYTES >> 8), (byte) Http2Body.WINDOW_BYTES,
                (byte) 0, (byte) 8, (byte) 0, (byte) 0, (byte) 0, (byte) 1,
                (byte) 0, (byte) 6, (byte) (list >> 24), (byte) (list >> 16),
                (byte) (list >> 8), (byte) list);
        writer.number(Http2Writer.WINDOW_UPDATE, 0, WINDOW_BYTES - FIRST_WINDOW_BYTES);
    }

    /// A frame of the client's settings; false when it only says that ours were read.
    boolean take(Http2Frames frames) throws IOException {
        boolean read = (frames.flags & Http2Writer.ACK) != 0;
        if (read ? frames.length != 0 : frames.length % 6 != 0) {
            throw Http2Error.connection(Http2Error.FRAME_SIZE, "a frame of another size");
        }
        if (read) {
            return false;
        }
        for (int at = frames.from; at < frames.from + frames.length; at += 6) {
            int name = (frames.bytes()[at] & 0xff) << 8 | frames.bytes()[at + 1] & 0xff;
            set(name, frames.number(at + 2) & 0xffff_ffffL);
        }
        writer.control(Http2Writer.SETTINGS, Http2Writer.ACK, 0);
        return true;
    }

    private void set(int name, long value) throws IOException {
        switch (name) {
            case 1 -> writer.tableSize(value);
            case 2 -> {
                if (value > 1) {
                    throw wrong("ENABLE_PUSH of " + value);
                }
            }
            case 4 -> {
                if (value > Integer.MAX_VALUE
                        || !writer.firstWindow((int) value, streams.outlets())) {
                    throw Http2Error.connection(Http2Error.FLOW_CONTROL, "a window too large");
                }
            }
            case 5 -> {
                if (value < Http2Frames.PAYLOAD_BYTES_MAX || value > 0xff_ffff) {
                    throw wrong("MAX_FRAME_SIZE of " + value);
                }
            }
            default -> {
                // Section 6.5.2: what is not known is passed over.
            }
        }
    }

    private static Http2Error wrong(String what) {
        return Http2Error.connection(Http2Error.PROTOCOL, what);
    }
}
