package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.RestFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The place in a walk along a key that a page follows: the values of its last row by the terms of
/// the order, null for NULL, and the print of the query it belongs to.
///
/// Its text is base64url of a version, the print, a JSON array of the values and a checksum of all
/// that. Nothing of it is secret or signed: whoever makes one up reaches no row that a filter would
/// not show him. The checksum tells a damaged one from one of another query.
public record PageCursor(QueryPrint print, List<String> after) {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + QueryPrint.BYTES;
    private static final int CHECKSUM_BYTES = 4;
    private static final JsonMapper JSON = new JsonMapper();

    public PageCursor {
        after = Collections.unmodifiableList(new ArrayList<>(after));
    }

    /// Fails: 400 LOAM-REST-020 for what [#text] did not make.
    static PageCursor parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw damaged();
        }
        int end = bytes.length - CHECKSUM_BYTES;
        // Bits behind the last byte are passed over when read: only one spelling is right.
        if (end < HEAD_BYTES || !encoded(bytes).equals(text)
                || checksum(bytes, end) != ByteBuffer.wrap(bytes).getInt(end)) {
            throw damaged();
        }
        var buffer = ByteBuffer.wrap(bytes);
        if (buffer.get() != VERSION) {
            throw new Refusal(new RestFailure.BadCursor("Another version of Loam made it."));
        }
        var print = QueryPrint.from(buffer);
        return new PageCursor(print, values(
                new String(bytes, HEAD_BYTES, end - HEAD_BYTES, StandardCharsets.UTF_8)));
    }

    String text() {
        var values = new StringBuilder("[");
        for (String value : after) {
            values.append(values.length() > 1 ? "," : "");
            if (value == null) {
                values.append("null");
            } else {
                JsonText.quote(value, values);
            }
        }
        byte[] json = values.append(']').toString().getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(HEAD_BYTES + json.length + CHECKSUM_BYTES).put(VERSION);
        print.to(bytes);
        bytes.put(json);
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        return encoded(bytes.array());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static List<String> values(String json) {
        List<String> values = new ArrayList<>();
        try {
            for (JsonNode value : JSON.readTree(json)) {
                values.add(value.isNull() ? null : value.asString());
            }
        } catch (JacksonException _) {
            throw damaged();
        }
        if (values.stream().anyMatch(value -> value != null && value.indexOf('\0') >= 0)) {
            throw damaged();
        }
        return values;
    }

    private static int checksum(byte[] bytes, int end) {
        var sum = new CRC32C();
        sum.update(bytes, 0, end);
        return (int) sum.getValue();
    }

    private static Refusal damaged() {
        return new Refusal(new RestFailure.BadCursor("It is damaged."));
    }
}
