package dev.loam.modules.realtime.socket;

import dev.loam.modules.realtime.wire.Frame;
import dev.loam.ports.web.WebSocketListener.WebSocket;
import java.util.ArrayDeque;

/// What waits to be sent on one socket. Putting something in never blocks; a thread that takes it
/// out runs only while there is something.
///
/// When more waits than the bound allows, the client does not read: what waits is thrown away, and
/// the last thing it may still read is the reason. A single message is taken whatever its size.
final class Outbox {
    /// Try again later, in the registry of close codes of RFC 6455.
    static final int TOO_SLOW = 1013;

    private final WebSocket socket;
    private final long bytesMax;
    private final Runnable tooSlow;
    /// Null while nothing waits, since most sockets are idle.
    private ArrayDeque<Frame> waiting;
    private long bytes;
    private boolean sending;
    private boolean ended;
    private int code;
    private String reason;

    /// `tooSlow` is called once, on a thread of its own, when the client is cut off.
    Outbox(WebSocket socket, long bytesMax, Runnable tooSlow) {
        this.socket = socket;
        this.bytesMax = bytesMax;
        this.tooSlow = tooSlow;
    }

    /// Null is nothing to send.
    synchronized void put(Frame frame) {
        if (ended || frame == null) {
            return;
        }
        if (bytes > 0 && bytes + frame.bytes().length > bytesMax) {
            waiting.clear();
            bytes = 0;
            end(TOO_SLOW, "too much waits to be read");
            Thread.ofVirtual().name("realtime-cut").start(tooSlow);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(frame);
        bytes += frame.bytes().length;
        send();
    }

    /// Closes the socket behind what waits. Nothing is taken from here on.
    synchronized void end(int closeCode, String why) {
        if (!ended) {
            ended = true;
            code = closeCode;
            reason = why;
            send();
        }
    }

    private void send() {
        if (!sending) {
            sending = true;
            Thread.ofVirtual().name("realtime-send").start(this::drain);
        }
    }

    private void drain() {
        Frame sent = null;
        while (true) {
            Frame next = next(sent);
            if (next == null) {
                break;
            }
            if (next.text()) {
                socket.sendText(next.bytes());
            } else {
                socket.send(next.bytes());
            }
            sent = next;
        }
        if (isOver()) {
            socket.close(code, reason);
        }
    }

    /// What was sent counts until it has been: the socket takes it only as the client does.
    private synchronized Frame next(Frame sent) {
        if (sent != null) {
            bytes = Math.max(0, bytes - sent.bytes().length);
        }
        Frame next = waiting == null ? null : waiting.poll();
        if (next == null) {
            waiting = null;
            sending = ended;
        }
        return next;
    }

    private synchronized boolean isOver() {
        return ended;
    }
}
