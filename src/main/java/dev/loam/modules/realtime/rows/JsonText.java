package dev.loam.modules.realtime.rows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// JSON in UTF-8, in the making.
final class JsonText extends ByteArrayOutputStream {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    JsonText(int room) {
        super(room);
    }

    /// Adds what is JSON already.
    JsonText raw(String json) {
        writeBytes(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// Adds a text as a string.
    JsonText string(String text) {
        write('"');
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet == '"' || octet == '\\') {
                write('\\');
                write(octet);
            } else if (octet >= 0 && octet < ' ') {
                writeBytes(new byte[] {'\\', 'u', '0', '0', HEX[octet >> 4], HEX[octet & 15]});
            } else {
                write(octet);
            }
        }
        write('"');
        return this;
    }
}
