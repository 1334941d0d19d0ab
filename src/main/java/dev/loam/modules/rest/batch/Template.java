package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.ask.BoundedJson;
import dev.loam.modules.rest.failure.RestFailure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;

/// A body with values in it that come from results of earlier operations: in place of each stands
/// `{"$from": "/ID/body/…"}`, a JSON Pointer into the results by their names.
///
/// Source: RFC 6901.
record Template(byte[] body, List<Reference> references) {
    private static final String FROM = "$from";
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /// Which bytes stand for a value, and whose.
    record Reference(int from, int to, String id, JsonPointer inBody, String text) {
    }

    /// Fails: 400 PGRST102 for what is no JSON, LOAM-REST-040 for what is no reference.
    static Template of(byte[] body, BoundedJson json, String place) {
        return new Template(body, json.read(body, parser -> found(parser, place)));
    }

    private static List<Reference> found(JsonParser parser, String place) {
        List<Reference> references = new ArrayList<>();
        int depth = 0;
        int opened = -1;
        for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
            if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals(FROM)) {
                references.add(reference(parser, opened, place));
                depth--;
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            opened = token == JsonToken.START_OBJECT
                    ? (int) parser.currentTokenLocation().getByteOffset() : -1;
            if (depth == 0) {
                return references;
            }
        }
    }

    /// The parser is at the member's name, and then at the end of its object, which begins at
    /// `opened` if that member is its first.
    private static Reference reference(JsonParser parser, int opened, String place) {
        String text = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : null;
        if (opened < 0 || text == null || parser.nextToken() != JsonToken.END_OBJECT) {
            throw Members.wrong(place, "An object with $from has that member alone, a string.");
        }
        int second = text.indexOf('/', 1);
        int third = second < 0 ? -1 : text.indexOf('/', second + 1);
        String member = second < 0 ? ""
                : text.substring(second + 1, third < 0 ? text.length() : third);
        if (!text.startsWith("/") || !member.equals("body")) {
            throw Members.wrong(place, text + " does not begin as /ID/body.");
        }
        String id = text.substring(1, second).replace("~1", "/").replace("~0", "~");
        return new Reference(opened, (int) parser.currentLocation().getByteOffset(), id,
                third < 0 ? JsonPointer.empty() : JsonPointer.compile(text.substring(third)), text);
    }

    /// The body with null for each of them: its members are known, if not all of its values.
    byte[] blank() {
        return filled(_ -> NULL, Long.MAX_VALUE);
    }

    /// The body with a JSON text for each of them.
    ///
    /// Fails: 400 LOAM-REST-043 where it gets larger than `bytesMax`.
    byte[] filled(Function<Reference, byte[]> value, long bytesMax) {
        var out = new ByteArrayOutputStream(body.length);
        int at = 0;
        for (Reference reference : references) {
            out.write(body, at, reference.from() - at);
            byte[] text = value.apply(reference);
            if (out.size() + (long) text.length > bytesMax) {
                throw new Refusal(new RestFailure.TooLargeForBatch(
                        "With the results it refers to, it has more than " + bytesMax
                                + " bytes."));
            }
            out.writeBytes(text);
            at = reference.to();
        }
        out.write(body, at, body.length - at);
        return out.toByteArray();
    }
}
