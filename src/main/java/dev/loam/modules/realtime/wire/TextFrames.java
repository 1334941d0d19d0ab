package dev.loam.modules.realtime.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// Frames of text: objects in version 1, arrays in version 2.
///
/// Payloads are cut out and put in as they are, since most are only passed on.
final class TextFrames {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final byte[] NULL = ascii("null");

    private TextFrames() {
    }

    /// Reads `{"topic","event","payload","ref","join_ref"}`, in any order.
    static Incoming object(String text) throws Malformed {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            String topic = null;
            String event = null;
            String ref = null;
            String joinRef = null;
            String payload = "{}";
            expect(parser.nextToken() == JsonToken.START_OBJECT, "no object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "topic" -> topic = name(parser);
                    case "event" -> event = name(parser);
                    case "ref" -> ref = reference(parser);
                    case "join_ref" -> joinRef = reference(parser);
                    case "payload" -> payload = raw(parser, text);
                    default -> parser.skipChildren();
                }
            }
            expect(topic != null && event != null, "neither topic nor event may be missing");
            expect(parser.nextToken() == null, "something behind the end");
            return new Incoming.Push(joinRef, ref, topic, event, payload);
        } catch (JacksonException wrong) {
            throw new Malformed(wrong.getOriginalMessage());
        }
    }

    /// Reads `[join_ref, ref, topic, event, payload]`.
    static Incoming array(String text) throws Malformed {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            expect(parser.nextToken() == JsonToken.START_ARRAY, "no array");
            parser.nextToken();
            String joinRef = reference(parser);
            parser.nextToken();
            String ref = reference(parser);
            parser.nextToken();
            String topic = name(parser);
            parser.nextToken();
            String event = name(parser);
            expect(parser.nextToken() != JsonToken.END_ARRAY, "no payload");
            String payload = raw(parser, text);
            expect(parser.nextToken() == JsonToken.END_ARRAY && parser.nextToken() == null,
                    "something behind the payload");
            return new Incoming.Push(joinRef, ref, topic, event, payload);
        } catch (JacksonException wrong) {
            throw new Malformed(wrong.getOriginalMessage());
        }
    }

    /// A message of the server; `joinRef` and `ref` may be null.
    static byte[] write(
            Version version, String joinRef, String ref, String topic, String event,
            byte[]... payload) {
        int length = 64 + topic.length() + event.length();
        for (byte[] part : payload) {
            length += part.length;
        }
        var out = new ByteArrayOutputStream(length);
        if (version == Version.ONE) {
            put(out, "{\"topic\":", topic);
            put(out, ",\"event\":", event);
            put(out, ",\"ref\":", ref);
            put(out, ",\"join_ref\":", joinRef);
            out.writeBytes(ascii(",\"payload\":"));
        } else {
            put(out, "[", joinRef);
            put(out, ",", ref);
            put(out, ",", topic);
            put(out, ",", event);
            out.write(',');
        }
        for (byte[] part : payload) {
            out.writeBytes(part);
        }
        out.write(version == Version.ONE ? '}' : ']');
        return out.toByteArray();
    }

    /// A text in quotes. Half a surrogate pair, which JSON can spell and UTF-8 cannot, becomes a
    /// question mark.
    static byte[] quoted(String text) {
        String sound = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        byte[] inside = JsonStringEncoder.getInstance().quoteAsUTF8(sound);
        byte[] quoted = new byte[inside.length + 2];
        quoted[0] = '"';
        System.arraycopy(inside, 0, quoted, 1, inside.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    private static void put(ByteArrayOutputStream out, String before, String text) {
        out.writeBytes(ascii(before));
        out.writeBytes(text == null ? NULL : quoted(text));
    }

    private static String name(JsonParser parser) throws Malformed {
        expect(parser.currentToken() == JsonToken.VALUE_STRING, "a name that is no text");
        return parser.getString();
    }

    private static String reference(JsonParser parser) throws Malformed {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        expect(token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT,
                "a reference that is neither text nor number");
        String reference = parser.getString();
        expect(reference.length() <= BinaryFrames.TEXT_BYTES_MAX, "a reference that is too long");
        return reference;
    }

    private static String raw(JsonParser parser, String text) throws Malformed {
        expect(parser.currentToken() != null, "no payload");
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return text.substring(start, (int) parser.currentLocation().getCharOffset()).strip();
    }

    private static void expect(boolean holds, String otherwise) throws Malformed {
        if (!holds) {
            throw new Malformed(otherwise);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
