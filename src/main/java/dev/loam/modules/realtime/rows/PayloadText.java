package dev.loam.modules.realtime.rows;

import dev.loam.kernel.changes.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// JSON in UTF-8, in the making.
final class PayloadText extends ByteArrayOutputStream {
    PayloadText(int room) {
        super(room);
    }

    /// Adds what is JSON already.
    PayloadText raw(String json) {
        writeBytes(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// Adds a text as a string.
    PayloadText string(String text) {
        JsonText.string(text.getBytes(StandardCharsets.UTF_8), this);
        return this;
    }
}
