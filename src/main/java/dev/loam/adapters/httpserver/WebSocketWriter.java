package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/// Writes the frames of one WebSocket, whole and one after another; nothing behind a close.
final class WebSocketWriter {
    private static final int CLOSE = 8;
    private static final int REASON_BYTES_MAX = 123;
    private static final int JOINED_BYTES_MAX = 16 << 10;

    private final Carrier carrier;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closing;

    WebSocketWriter(Carrier carrier) {
        this.carrier = carrier;
    }

    void frame(int kind, byte[] payload) {
        lock.lock();
        try {
            if (!closing) {
                write(kind, payload);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Sends a close frame, once. From here on the client is waited for, to send its own.
    void close(int code, String reason) {
        byte[] text = reason == null ? new byte[0] : reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, REASON_BYTES_MAX);
        while (length < text.length && length > 0 && (text[length] & 0xc0) == 0x80) {
            length--;
        }
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, length);
        lock.lock();
        try {
            if (!closing) {
                closing = true;
                write(CLOSE, payload);
                carrier.waits();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Nothing is sent any more.
    void end() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void write(int kind, byte[] payload) {
        int length = payload.length;
        int head = length < 126 ? 2 : length <= 0xffff ? 4 : 10;
        // A large payload goes out from where it is, since others may send the same.
        byte[] frame = new byte[length > JOINED_BYTES_MAX ? head : head + length];
        frame[0] = (byte) (0x80 | kind);
        if (head == 2) {
            frame[1] = (byte) length;
        } else {
            frame[1] = (byte) (head == 4 ? 126 : 127);
            for (int i = 2; i < head; i++) {
                frame[i] = (byte) ((long) length >>> 8 * (head - 1 - i));
            }
        }
        System.arraycopy(payload, 0, frame, head, frame.length - head);
        try {
            carrier.write(frame, 0, frame.length);
            carrier.write(payload, frame.length - head, length - (frame.length - head));
        } catch (IOException _) {
            // The reading side sees the end of the connection and tells the listener.
            closing = true;
            carrier.close();
        }
    }
}
