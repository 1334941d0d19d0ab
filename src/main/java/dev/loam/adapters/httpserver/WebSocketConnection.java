package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.WebSocketListener;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open WebSocket: reads frames on the connection's thread, joins them to messages and hands
/// these to the listener; answers pings; asks a silent client for a sign of life with a ping after
/// the idle time and gives it up after another.
///
/// A send blocks while the client does not take what was sent before, at most for the idle time.
/// Source: RFC 6455 sections 5 to 7.
final class WebSocketConnection implements WebSocketListener.WebSocket {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);
    private static final int CONTROL_BYTES_MAX = 125;
    private static final int TRUSTED_BYTES_MAX = 64 << 10;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NO_STATUS = 1005;
    private static final int BROKEN = 1006;
    private static final int NOT_UTF8 = 1007;
    private static final int TOO_BIG = 1009;
    private static final int DEFECT = 1011;

    private final Carrier carrier;
    private final Inbound inbound;
    private final WebSocketWriter writer;
    private final WebSocketListener listener;
    private final int idleMillis;
    private final int messageBytesMax;
    private boolean pinged;
    private byte[] message = new byte[0];
    private int messageLength;
    private int messageKind = CONTINUATION;

    WebSocketConnection(
            Carrier carrier, Inbound inbound, HttpLimits limits, HttpResponse.Upgrade upgrade) {
        this.carrier = carrier;
        this.inbound = inbound;
        this.writer = new WebSocketWriter(carrier);
        this.listener = upgrade.listener();
        this.idleMillis = Math.toIntExact(limits.idleTimeMax().toMillis());
        this.messageBytesMax = (int) Math.min(limits.bodyBytesMax(),
                Math.min(upgrade.messageBytesMax(), Integer.MAX_VALUE - 8));
    }

    /// What ends the reading: the code and reason for the listener's last call.
    private static final class Ended extends Exception {
        private final int code;
        private final transient String reason;

        Ended(int code, String reason) {
            super(reason, null, false, false);
            this.code = code;
            this.reason = reason;
        }
    }

    /// Blocks until the WebSocket is closed.
    void run() {
        int code = BROKEN;
        String reason = "";
        try {
            listener.onOpen(this);
            while (true) {
                frame();
            }
        } catch (Ended ended) {
            code = ended.code;
            reason = ended.reason;
            writer.close(code == NO_STATUS ? NORMAL : code, reason);
        } catch (IOException gone) {
            LOG.trace("WebSocket broke", gone);
        } catch (RuntimeException | Error defect) {
            LOG.error("a WebSocket listener failed", defect);
            code = DEFECT;
            writer.close(DEFECT, "");
        } finally {
            writer.end();
            last(code, reason);
        }
    }

    @Override
    public void send(String text) {
        writer.frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void send(byte[] bytes) {
        writer.frame(BINARY, bytes);
    }

    @Override
    public void sendText(byte[] utf8) {
        writer.frame(TEXT, utf8);
    }

    @Override
    public void cut() {
        carrier.close();
    }

    @Override
    public void close(int code, String reason) {
        writer.close(code, reason);
    }

    private void last(int code, String reason) {
        try {
            listener.onClose(this, code, reason);
        } catch (RuntimeException | Error defect) {
            LOG.error("a WebSocket listener failed in closing", defect);
        }
    }

    private void frame() throws IOException, Ended {
        int first = octet();
        int second = octet();
        int kind = first & 15;
        boolean last = (first & 0x80) != 0;
        long length = second & 0x7f;
        if ((first & 0x70) != 0 || (second & 0x80) == 0) {
            throw new Ended(PROTOCOL_ERROR, "reserved bits, or a frame without a mask");
        }
        if (kind >= CLOSE && (!last || length > CONTROL_BYTES_MAX)) {
            throw new Ended(PROTOCOL_ERROR, "a control frame in parts or too long");
        }
        if (length == 126) {
            length = number(2);
        } else if (length == 127) {
            length = number(8);
        }
        if (length < 0 || length > messageBytesMax - (kind < CLOSE ? messageLength : 0)) {
            throw new Ended(TOO_BIG, "a message of more than " + messageBytesMax + " bytes");
        }
        int mask = (int) number(4);
        switch (kind) {
            case CONTINUATION, TEXT, BINARY -> data(kind, last, (int) length, mask);
            case CLOSE -> closed(control((int) length, mask));
            case PING -> writer.frame(PONG, control((int) length, mask));
            case PONG -> control((int) length, mask);
            default -> throw new Ended(PROTOCOL_ERROR, "a frame of unknown kind " + kind);
        }
    }

    private void data(int kind, boolean last, int length, int mask) throws IOException, Ended {
        if (kind == CONTINUATION == (messageKind == CONTINUATION)) {
            throw new Ended(PROTOCOL_ERROR, "a continuation of nothing, or none where one is due");
        }
        messageKind = kind == CONTINUATION ? messageKind : kind;
        payload(length, mask);
        if (last) {
            byte[] whole = message.length == messageLength ? message
                    : Arrays.copyOf(message, messageLength);
            boolean isText = messageKind == TEXT;
            message = new byte[0];
            messageLength = 0;
            messageKind = CONTINUATION;
            if (isText) {
                listener.onText(this, utf8(whole, 0));
            } else {
                listener.onBinary(this, whole);
            }
        }
    }

    /// Appends a payload to the message; reserves no more than has been shown to come.
    private void payload(int length, int mask) throws IOException {
        int done = 0;
        while (done < length) {
            int left = length - done;
            if (messageLength == message.length) {
                int more = Math.min(left, Math.max(TRUSTED_BYTES_MAX, messageLength));
                message = Arrays.copyOf(message, messageLength + more);
            }
            int n = take(message, messageLength, Math.min(left, message.length - messageLength));
            unmask(message, messageLength, n, mask, done);
            messageLength += n;
            done += n;
        }
    }

    private byte[] control(int length, int mask) throws IOException {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            done += take(bytes, done, length - done);
        }
        unmask(bytes, 0, length, mask, 0);
        return bytes;
    }

    private void closed(byte[] payload) throws Ended {
        if (payload.length == 0) {
            throw new Ended(NO_STATUS, "");
        }
        int code = payload.length == 1 ? -1 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        boolean known = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
        if (!known && (code < 3000 || code > 4999)) {
            throw new Ended(PROTOCOL_ERROR, "a close with code " + code);
        }
        throw new Ended(code, utf8(payload, 2));
    }

    private static void unmask(byte[] bytes, int at, int length, int mask, int position) {
        for (int i = 0; i < length; i++) {
            bytes[at + i] ^= (byte) (mask >>> 24 - 8 * (position + i & 3));
        }
    }

    private static String utf8(byte[] bytes, int from) throws Ended {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from)).toString();
        } catch (CharacterCodingException _) {
            throw new Ended(NOT_UTF8, "text that is not UTF-8");
        }
    }

    private int octet() throws IOException {
        return (int) number(1);
    }

    private long number(int octets) throws IOException {
        long number = 0;
        for (int i = 0; i < octets; i++) {
            while (inbound.isEmpty()) {
                more();
            }
            number = number << 8 | inbound.bytes[inbound.at++] & 0xff;
        }
        return number;
    }

    private int take(byte[] to, int at, int lengthMax) throws IOException {
        while (true) {
            try {
                int n = inbound.take(to, at, lengthMax, idleMillis);
                if (n < 0) {
                    throw new EOFException("ended within a frame");
                }
                pinged = false;
                return n;
            } catch (SocketTimeoutException silence) {
                ping(silence);
            }
        }
    }

    private void more() throws IOException {
        try {
            if (!inbound.fill(idleMillis)) {
                throw new EOFException("ended without a close");
            }
            pinged = false;
        } catch (SocketTimeoutException silence) {
            ping(silence);
        }
    }

    private void ping(SocketTimeoutException silence) throws SocketTimeoutException {
        if (pinged || writer.isClosing()) {
            throw silence;
        }
        pinged = true;
        writer.frame(PING, new byte[0]);
    }
}
