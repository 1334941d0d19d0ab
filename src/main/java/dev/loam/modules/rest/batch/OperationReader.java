package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.ask.Payloads;
import dev.loam.modules.rest.failure.FieldText;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonToken;

/// Reads one operation.
final class OperationReader {
    private static final List<String> KNOWN = List.of(
            "id", "method", "path", "headers", "body", "encoding", "savepoint");
    private static final String BINARY = "application/octet-stream";
    private static final byte[] NOTHING = {};

    /// Who asks is settled for the whole batch, and so is how its bytes are framed.
    private static final Set<String> OF_THE_BATCH = ofTheBatch();

    private final Members members;
    private final int index;
    private final String place;
    private String id;
    private String method;
    private String path;
    private Headers headers = Headers.NONE;
    private byte[] json;
    private String text;
    private boolean base64;
    private boolean savepoint;

    OperationReader(Members members, int index) {
        this.members = members;
        this.index = index;
        this.place = "operations[" + index + "]";
    }

    private static Set<String> ofTheBatch() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(Set.of("Authorization", "apikey", "Cookie", "Host", "Proxy-Authorization",
                "Connection", "Content-Length", "Content-Encoding", "Transfer-Encoding", "TE",
                "Trailer", "Upgrade", "Expect", "Keep-Alive"));
        return names;
    }

    /// Fails: 400 LOAM-REST-040 or, for a header of the whole batch, LOAM-REST-042.
    Operation read() {
        if (members.parser().currentToken() != JsonToken.START_OBJECT) {
            throw Members.wrong(place, "It has to be an object.");
        }
        members.each(place + ".", KNOWN, this::take);
        require(method != null, "method", "It is missing.");
        require(path != null, "path", "It is missing.");
        byte[] body = body();
        return new Operation(index, id, method, path, headers, body, savepoint);
    }

    /// The name, once it has been read.
    String id() {
        return id;
    }

    private void take(String name) {
        String where = place + "." + name;
        switch (name) {
            case "id" -> id = members.text(where);
            case "method" -> method = members.text(where);
            case "path" -> path = path(members.text(where));
            case "headers" -> headers(where);
            case "encoding" -> {
                require(members.text(where).equals("base64"), name, "It can only be base64.");
                base64 = true;
            }
            case "savepoint" -> savepoint = members.truth(where);
            default -> {
                text = members.parser().currentToken() == JsonToken.VALUE_STRING
                        ? members.text(where) : null;
                json = members.raw(where);
            }
        }
    }

    private String path(String given) {
        require(given.startsWith("/"), "path",
                "It has to begin with /, behind the prefix of the API.");
        require(FieldText.isValue(given), "path", "It has control characters in it.");
        return wire(given);
    }

    private void headers(String where) {
        var parser = members.parser();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Members.wrong(where, "It has to be an object.");
        }
        var fields = Headers.builder();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            String field = where + "." + name;
            if (OF_THE_BATCH.contains(name)) {
                throw new Refusal(new RestFailure.NotInBatch(
                        "the header " + name + " of an operation",
                        "Send it with the batch: it holds for all of it."));
            }
            String value = members.text(field);
            if (!FieldText.isField(name, value)) {
                throw Members.wrong(field, "Such a header cannot be sent.");
            }
            if (fields.contains(name)) {
                throw Members.wrong(field, "It is there twice.");
            }
            fields.add(name, wire(value));
        }
        headers = fields.build();
    }

    /// JSON as it came; a string that is to be anything else as its text, or decoded.
    private byte[] body() {
        if (base64) {
            require(text != null, "body", "In base64 it has to be a string.");
            if (!headers.contains("Content-Type")) {
                headers = headers.plus(Headers.of("Content-Type", BINARY));
            }
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException _) {
                throw Members.wrong(place + ".body", "It is not base64.");
            }
        }
        if (json == null) {
            return NOTHING;
        }
        String type = Payloads.contentType(headers.first("Content-Type"));
        if (Operation.json(type)) {
            return json;
        }
        require(text != null, "body", "As " + type + " it has to be a string.");
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Text as the bytes of a request, each of them a character.
    private static String wire(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private void require(boolean holds, String member, String otherwise) {
        if (!holds) {
            throw Members.wrong(place + "." + member, otherwise);
        }
    }
}
