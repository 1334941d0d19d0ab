package dev.loam.adapters.httpserver;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/// Writes answers: head and a small body leave in one write, a large body goes out from where it
/// is.
///
/// Framing fields are made here; those of the response are passed over. No character of a field
/// can end its line early: control characters go out as blanks.
final class Outbound {
    private static final int BUFFER_BYTES = 2 << 10;
    private static final int JOINED_BYTES_MAX = 16 << 10;
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] VERSION = ascii("HTTP/1.1 ");

    private final Wire wire;
    private final BiConsumer<String, String> fieldWriter = this::field;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    Outbound(Wire wire) {
        this.wire = wire;
    }

    void full(HttpResponse.Full answer, boolean isHead, boolean close) throws IOException {
        byte[] body = answer.body();
        boolean bodiless = isBodiless(answer.status());
        head(answer.status(), answer.reason(), answer.headers());
        if (!bodiless && (body != null || !isHead)) {
            length(body == null ? 0 : body.length);
        }
        endHead(close);
        if (bodiless || isHead || body == null) {
            send();
        } else {
            sendWith(body, 0, body.length);
        }
    }

    /// The head of an answer whose length is not known; `chunked` false: until the connection ends.
    void streamHead(HttpResponse.Stream answer, boolean chunked, boolean close) {
        head(answer.status(), answer.reason(), answer.headers());
        if (chunked) {
            append(CHUNKED);
        }
        endHead(close);
    }

    /// The head of a streamed answer that turned out to be short.
    void streamHead(HttpResponse.Stream answer, int length, boolean close) {
        head(answer.status(), answer.reason(), answer.headers());
        length(length);
        endHead(close);
    }

    /// `fields` are whole lines.
    void switchingProtocols(Headers headers, String fields) throws IOException {
        filled = 0;
        append(StatusLines.of(101));
        append(ascii(fields));
        headers.forEach(fieldWriter);
        append((byte) '\r', (byte) '\n');
        send();
        // This was the last head; many of these connections wait for hours.
        buffer = new byte[0];
    }

    void send() throws IOException {
        wire.write(buffer, 0, filled);
        filled = 0;
    }

    /// What has been gathered, and these bytes behind it, in as few writes as is sensible.
    void sendWith(byte[] bytes, int at, int length) throws IOException {
        int joined = Math.min(length, Math.max(0, JOINED_BYTES_MAX - filled));
        append(bytes, at, joined);
        send();
        if (joined < length) {
            wire.write(bytes, at + joined, length - joined);
        }
    }

    static boolean isBodiless(int status) {
        return status == 204 || status == 304 || status < 200;
    }

    private void head(int status, String reason, Headers headers) {
        filled = 0;
        if (reason == null && status >= 100 && status < 600) {
            append(StatusLines.of(status));
        } else {
            append(VERSION);
            number(status);
            append((byte) ' ');
            text(reason == null ? "" : reason);
            append((byte) '\r', (byte) '\n');
        }
        headers.forEach(fieldWriter);
        append(DateLine.now());
    }

    private void endHead(boolean close) {
        if (close) {
            append(CLOSE);
        }
        append((byte) '\r', (byte) '\n');
    }

    private void length(int length) {
        append(LENGTH);
        number(length);
        append((byte) '\r', (byte) '\n');
    }

    private void field(String name, String value) {
        if (isFraming(name)) {
            return;
        }
        text(name);
        append((byte) ':', (byte) ' ');
        text(value);
        append((byte) '\r', (byte) '\n');
    }

    private static boolean isFraming(String name) {
        return switch (name.length()) {
            case 4 -> name.equalsIgnoreCase("Date");
            case 10 -> name.equalsIgnoreCase("Connection");
            case 14 -> name.equalsIgnoreCase("Content-Length");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            default -> false;
        };
    }

    private void text(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c <= 0xff && c != 0x7f || c == '\t';
            buffer[filled + i] = plain ? (byte) c : c > 0xff ? (byte) '?' : (byte) ' ';
        }
        filled += length;
    }

    private void number(int value) {
        int digits = 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        reserve(digits);
        int rest = value;
        for (int i = filled + digits - 1; i >= filled; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        filled += digits;
    }

    private void append(byte... bytes) {
        append(bytes, 0, bytes.length);
    }

    private void append(byte[] bytes, int at, int length) {
        reserve(length);
        System.arraycopy(bytes, at, buffer, filled, length);
        filled += length;
    }

    private void reserve(int length) {
        if (buffer.length - filled < length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, filled + length));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
