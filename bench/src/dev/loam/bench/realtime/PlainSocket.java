package dev.loam.bench.realtime;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A WebSocket that costs its own process little: bytes in, bytes out. One thread at a time.
final class PlainSocket implements AutoCloseable {
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int CLOSE = 8;

    private final Socket socket;
    private final DataInputStream in;

    private PlainSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 10));
    }

    /// Opens one in version 2 of the protocol, as a browser would.
    static PlainSocket open(URI server, String key) throws IOException {
        var opened = new PlainSocket(new Socket(server.getHost(), server.getPort()));
        opened.socket.setTcpNoDelay(true);
        opened.socket.getOutputStream().write(("GET /realtime/v1/websocket?apikey=" + key
                + "&vsn=2.0.0 HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Origin: http://127.0.0.1:3000\r\nSec-WebSocket-Key: "
                + Base64.getEncoder().encodeToString(new byte[16]) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        opened.awaitUpgrade();
        return opened;
    }

    private void awaitUpgrade() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no WebSocket: " + head.toString().lines().findFirst().get());
        }
    }

    /// Joins a topic with that `config`, and waits for the reply. `token` null is the key's own.
    void join(String topic, String config, String token) throws IOException {
        text("[\"1\",\"1\",\"realtime:" + topic + "\",\"phx_join\",{\"config\":" + config
                + (token == null ? "" : ",\"access_token\":\"" + token + "\"") + "}]");
        String reply = new String(next(), StandardCharsets.UTF_8);
        if (!reply.contains("\"status\":\"ok\"")) {
            throw new IOException("not joined: " + reply);
        }
    }

    void text(String text) throws IOException {
        frame(1, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A frame with a mask of zeros, which leaves the payload as it is.
    private void frame(int kind, byte[] payload) throws IOException {
        int length = payload.length;
        byte[] frame = new byte[(length < 126 ? 6 : 8) + length];
        frame[0] = (byte) (0x80 | kind);
        frame[1] = (byte) (0x80 | (length < 126 ? length : 126));
        if (length >= 126) {
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
        }
        System.arraycopy(payload, 0, frame, frame.length - length, length);
        socket.getOutputStream().write(frame);
    }

    /// The payload of the next message. Blocks.
    byte[] next() throws IOException {
        while (true) {
            int kind = in.readUnsignedByte() & 15;
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] payload = in.readNBytes(length);
            if (kind == CLOSE) {
                throw new EOFException("the server has closed the socket");
            }
            if (kind == PING) {
                frame(PONG, payload);
            } else if (kind != PONG) {
                return payload;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
