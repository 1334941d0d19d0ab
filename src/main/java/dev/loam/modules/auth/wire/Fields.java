package dev.loam.modules.auth.wire;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.ports.web.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a JSON object, taken by name and type. A null counts as absent; a field of
/// another type is refused by its name.
public final class Fields {
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .build()).build();

    private final Supplier<ObjectNode> source;
    private ObjectNode object;

    private Fields(Supplier<ObjectNode> source) {
        this.source = source;
    }

    /// Of a request's body, which is read when the first field is asked for.
    static Fields lazily(HttpRequest request) {
        return new Fields(() -> object(bytes(request)));
    }

    public static Fields of(ObjectNode object) {
        return new Fields(() -> object);
    }

    private static byte[] bytes(HttpRequest request) {
        if (request.body().length() > BODY_BYTES_MAX) {
            throw AuthCode.REQUEST_ENTITY_TOO_LARGE.refusal();
        }
        byte[] bytes;
        try {
            bytes = request.body().bytes();
        } catch (Refusal refusal) {
            throw refusal.failure().status() == 413
                    ? AuthCode.REQUEST_ENTITY_TOO_LARGE.refusal() : refusal;
        }
        if (bytes.length > BODY_BYTES_MAX) {
            throw AuthCode.REQUEST_ENTITY_TOO_LARGE.refusal();
        }
        return bytes;
    }

    private static ObjectNode object(byte[] bytes) {
        if (bytes.length == 0) {
            return JSON.createObjectNode();
        }
        JsonNode read;
        try {
            read = JSON.readTree(bytes);
        } catch (JacksonException bad) {
            throw AuthCode.BAD_JSON.refusal(
                    "Could not parse request body as JSON: " + bad.getOriginalMessage());
        }
        if (!(read instanceof ObjectNode found)) {
            throw AuthCode.BAD_JSON.refusal(
                    "Could not parse request body as JSON: an object is expected");
        }
        for (var member : found.properties()) {
            if (member.getKey().indexOf('\0') >= 0) {
                throw AuthCode.VALIDATION_FAILED.refusal("The name of a field has a NUL in it");
            }
            if (hasNul(member.getValue())) {
                throw wrong(member.getKey(), member.getValue().isString()
                        ? "a string without NUL" : "without NUL");
            }
        }
        return found;
    }

    /// PostgreSQL can hold no NUL in any text, and so nothing here does.
    private static boolean hasNul(JsonNode node) {
        if (node.isString()) {
            return node.asString().indexOf('\0') >= 0;
        }
        for (var member : node.properties()) {
            if (member.getKey().indexOf('\0') >= 0) {
                return true;
            }
        }
        for (var child : node) {
            if (hasNul(child)) {
                return true;
            }
        }
        return false;
    }

    /// The whole object.
    public ObjectNode object() {
        if (object == null) {
            object = source.get();
        }
        return object;
    }

    public boolean has(String name) {
        return node(name) != null;
    }

    /// A field of any type, null where it is absent.
    public JsonNode node(String name) {
        var value = object().get(name);
        return value == null || value.isNull() ? null : value;
    }

    /// A text, null where it is absent.
    public String text(String name) {
        var value = node(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(name, "a string");
        }
        return value.asString();
    }

    /// A text that must be there and not blank.
    public String required(String name) {
        var value = text(name);
        if (value == null || value.isBlank()) {
            throw AuthCode.VALIDATION_FAILED.refusal(name + " is required");
        }
        return value;
    }

    public boolean truth(String name, boolean absent) {
        var value = node(name);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.asBoolean();
    }

    /// A UUID, null where it is absent.
    public UUID id(String name) {
        var value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException bad) {
            throw wrong(name, "a UUID");
        }
    }

    /// A required text out of a few.
    public String choice(String name, Set<String> known) {
        var value = required(name);
        if (!known.contains(value)) {
            throw wrong(name, "one of " + String.join(", ", known.stream().sorted().toList()));
        }
        return value;
    }

    /// An object, null where it is absent.
    public ObjectNode object(String name) {
        var value = node(name);
        if (value == null || value instanceof ObjectNode) {
            return (ObjectNode) value;
        }
        throw wrong(name, "an object");
    }

    /// The fields of an object, none where it is absent.
    public Fields within(String name) {
        var value = object(name);
        return Fields.of(value == null ? JSON.createObjectNode() : value);
    }

    /// Texts, null where they are absent.
    public List<String> texts(String name) {
        var value = node(name);
        if (value == null) {
            return null;
        }
        var texts = new ArrayList<String>();
        for (var element : value) {
            if (!element.isString()) {
                throw wrong(name, "an array of strings");
            }
            texts.add(element.asString());
        }
        if (!value.isArray()) {
            throw wrong(name, "an array of strings");
        }
        return texts;
    }

    private static Refusal wrong(String name, String expected) {
        return AuthCode.VALIDATION_FAILED.refusal(name + " must be " + expected);
    }
}
