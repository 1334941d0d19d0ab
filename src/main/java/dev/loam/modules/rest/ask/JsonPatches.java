package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.JsonPatch;
import dev.loam.kernel.query.JsonPatch.Pointer;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON Patches: a row is the document, its columns are the members.
///
/// Source: RFC 6902; RFC 6901 for paths.
final class JsonPatches {
    /// Each operation is a part of the statement.
    private static final int OPERATIONS_MAX = 100;
    private static final int KEYS_MAX = 64;
    // Numbers go on as they came, digit by digit.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final int index;
    private final JsonNode operation;

    private JsonPatches(int index, JsonNode operation) {
        this.index = index;
        this.operation = operation;
    }

    /// The operations of a valid JSON array.
    ///
    /// Fails: 400 LOAM-REST-030 naming operation and member.
    static List<JsonPatch> of(byte[] body) {
        List<JsonPatch> operations = new ArrayList<>();
        try {
            for (JsonNode operation : JSON.readTree(body)) {
                var reading = new JsonPatches(operations.size(), operation);
                operations.add(reading.operation());
            }
        } catch (JacksonException unreadable) {
            throw new Refusal(RestFailure.InvalidBody.json(unreadable.getOriginalMessage()));
        }
        return List.copyOf(operations);
    }

    private JsonPatch operation() {
        if (index == OPERATIONS_MAX) {
            throw refusal("op", "a patch has at most " + OPERATIONS_MAX + " operations");
        }
        if (!operation.isObject()) {
            throw refusal("op", "an operation has to be an object");
        }
        return switch (text("op")) {
            case "add" -> new JsonPatch.Add(pointer("path"), value());
            case "replace" -> new JsonPatch.Replace(pointer("path"), value());
            case "remove" -> new JsonPatch.Remove(pointer("path"));
            case "test" -> new JsonPatch.Test(pointer("path"), value());
            case "copy" -> new JsonPatch.Copy(pointer("from"), pointer("path"));
            case "move" -> move(pointer("from"), pointer("path"));
            default -> throw refusal("op", "is one of add, remove, replace, move, copy, test");
        };
    }

    private JsonPatch move(Pointer from, Pointer path) {
        if (from.holds(path)) {
            throw refusal("path", "nothing can be moved into itself");
        }
        return new JsonPatch.Move(from, path);
    }

    private String value() {
        JsonNode value = operation.get("value");
        if (value == null) {
            throw refusal("value", "is missing");
        }
        return value.toString();
    }

    private String text(String member) {
        JsonNode value = operation.get(member);
        if (value == null) {
            throw refusal(member, "is missing");
        }
        if (!value.isString()) {
            throw refusal(member, "has to be a text");
        }
        return value.asString();
    }

    private Pointer pointer(String member) {
        String text = text(member);
        if (!text.startsWith("/")) {
            throw refusal(member, text.isEmpty() ? "has to name a column, not the whole row"
                    : "has to begin with /");
        }
        String[] parts = text.substring(1).split("/", -1);
        if (parts.length > KEYS_MAX) {
            throw refusal(member, "has more than " + KEYS_MAX + " parts");
        }
        List<String> keys = new ArrayList<>(parts.length);
        for (String part : parts) {
            keys.add(unescaped(member, part));
        }
        return new Pointer(keys.getFirst(), keys.subList(1, keys.size()));
    }

    private String unescaped(String member, String part) {
        if (part.replace("~0", "").replace("~1", "").contains("~")) {
            throw refusal(member, "has a ~ that is neither ~0 nor ~1");
        }
        if (part.indexOf('\0') >= 0) {
            throw refusal(member, "has a NUL, which no text of PostgreSQL holds");
        }
        return part.replace("~1", "/").replace("~0", "~");
    }

    private Refusal refusal(String member, String why) {
        return new Refusal(new RestFailure.BadPatch(index, member, why));
    }
}
