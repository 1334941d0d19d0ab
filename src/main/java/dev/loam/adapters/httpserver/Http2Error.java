package dev.loam.adapters.httpserver;

import java.io.IOException;

/// What ends an HTTP/2 connection, or one stream of it where `stream` is not 0, and what the other
/// end is told. Source: RFC 9113 section 7.
final class Http2Error extends IOException {
    static final int NONE = 0x0;
    static final int PROTOCOL = 0x1;
    static final int INTERNAL = 0x2;
    static final int FLOW_CONTROL = 0x3;
    static final int STREAM_CLOSED = 0x5;
    static final int FRAME_SIZE = 0x6;
    static final int REFUSED_STREAM = 0x7;
    static final int CANCEL = 0x8;
    static final int COMPRESSION = 0x9;
    static final int ENHANCE_YOUR_CALM = 0xb;

    private final int stream;
    private final int code;

    private Http2Error(int stream, int code, String what) {
        super(what, null);
        this.stream = stream;
        this.code = code;
    }

    static Http2Error connection(int code, String what) {
        return new Http2Error(0, code, what);
    }

    static Http2Error stream(int stream, int code, String what) {
        return new Http2Error(stream, code, what);
    }

    int stream() {
        return stream;
    }

    int code() {
        return code;
    }

    /// What clients do wrong costs no stack trace.
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
