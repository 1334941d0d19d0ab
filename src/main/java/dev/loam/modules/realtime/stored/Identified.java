package dev.loam.modules.realtime.stored;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Payloads that say which message they are of.
final class Identified {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    private Identified() {
    }

    /// The payload with the member `id`, unless it has one already or is no object; an empty object
    /// for null. The rest is not written anew, so that every number stays as it was sent.
    static byte[] payload(byte[] sent, String id) {
        byte[] payload = sent == null ? NOTHING : sent;
        if (id == null || payload.length < 2 || payload[0] != '{' || hasId(payload)) {
            return payload;
        }
        boolean empty = payload[1] == '}';
        byte[] member = ("{\"id\":\"" + id + "\"" + (empty ? "" : ","))
                .getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(member, member.length + payload.length - 1);
        System.arraycopy(payload, 1, whole, member.length, payload.length - 1);
        return whole;
    }

    /// `jsonb` writes short names first, so that this looks at the beginning only.
    private static boolean hasId(byte[] object) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (name.equals("id")) {
                    return true;
                }
                if (name.getBytes(StandardCharsets.UTF_8).length > 2) {
                    return false;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        }
    }
}
