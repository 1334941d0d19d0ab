package dev.loam.modules.realtime.rows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON in UTF-8, in the making.
final class JsonText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    JsonText(int room) {
        bytes = new byte[room];
    }

    /// Adds what is JSON already.
    JsonText raw(String json) {
        return raw(json.getBytes(StandardCharsets.UTF_8));
    }

    JsonText raw(byte[] json) {
        room(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    JsonText string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds a text in UTF-8 as a string.
    JsonText string(byte[] text) {
        room(text.length + 2);
        bytes[length++] = '"';
        for (byte octet : text) {
            room(8);
            if (octet == '"' || octet == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = octet;
            } else if (octet >= 0 && octet < ' ') {
                control(octet);
            } else {
                bytes[length++] = octet;
            }
        }
        room(1);
        bytes[length++] = '"';
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void control(byte octet) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[octet >> 4];
        bytes[length++] = HEX[octet & 15];
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
