package dev.loam.spec.random;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// RFC 6902 by the letter, on a document whose first level is a row: a column is never missing.
final class PatchReference {
    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode row;

    private PatchReference(JsonNode row) {
        this.row = (ObjectNode) row.deepCopy();
    }

    /// What became of a row: `failed` is the operation that failed, -1 for none.
    record Result(JsonNode row, int failed) {
    }

    static Result apply(JsonNode row, JsonNode patch) {
        var reference = new PatchReference(row);
        for (int i = 0; i < patch.size(); i++) {
            if (!reference.apply(patch.get(i))) {
                return new Result(row, i);
            }
        }
        return new Result(reference.row, -1);
    }

    private boolean apply(JsonNode operation) {
        String path = operation.get("path").asString();
        return switch (operation.get("op").asString()) {
            case "add" -> add(path, operation.get("value").deepCopy());
            case "remove" -> remove(path);
            case "replace" -> get(path) != null && replace(path, operation.get("value").deepCopy());
            case "test" -> operation.get("value").equals(get(path));
            case "copy" -> {
                JsonNode value = get(operation.get("from").asString());
                yield value != null && add(path, value.deepCopy());
            }
            case "move" -> {
                JsonNode value = get(operation.get("from").asString());
                yield value != null && remove(operation.get("from").asString())
                        && add(path, value);
            }
            default -> throw new IllegalArgumentException(operation.toString());
        };
    }

    private static List<String> keys(String path) {
        List<String> keys = new ArrayList<>();
        for (String part : path.substring(1).split("/", -1)) {
            keys.add(part.replace("~1", "/").replace("~0", "~"));
        }
        return keys;
    }

    private JsonNode get(String path) {
        JsonNode at = row;
        for (String key : keys(path)) {
            at = child(at, key);
        }
        return at;
    }

    /// Null where nothing is there.
    private static JsonNode child(JsonNode at, String key) {
        if (at instanceof ObjectNode object) {
            return object.get(key);
        }
        int index = index(key);
        return at instanceof ArrayNode array && index >= 0 && index < array.size()
                ? array.get(index) : null;
    }

    private static int index(String key) {
        return key.matches("0|[1-9]\\d{0,6}") ? Integer.parseInt(key) : -1;
    }

    private JsonNode holder(List<String> keys) {
        JsonNode at = row;
        for (String key : keys.subList(0, keys.size() - 1)) {
            at = child(at, key);
        }
        return at;
    }

    private boolean add(String path, JsonNode value) {
        List<String> keys = keys(path);
        String key = keys.getLast();
        JsonNode holder = holder(keys);
        if (holder instanceof ObjectNode object) {
            object.set(key, value);
            return true;
        }
        if (!(holder instanceof ArrayNode array)) {
            return false;
        }
        int index = key.equals("-") ? array.size() : index(key);
        if (index < 0 || index > array.size()) {
            return false;
        }
        array.insert(index, value);
        return true;
    }

    private boolean remove(String path) {
        if (get(path) == null) {
            return false;
        }
        List<String> keys = keys(path);
        if (keys.size() == 1) {
            row.set(keys.getFirst(), NullNode.getInstance());
        } else if (holder(keys) instanceof ArrayNode array) {
            array.remove(index(keys.getLast()));
        } else {
            ((ObjectNode) holder(keys)).remove(keys.getLast());
        }
        return true;
    }

    private boolean replace(String path, JsonNode value) {
        List<String> keys = keys(path);
        if (holder(keys) instanceof ArrayNode array) {
            array.set(index(keys.getLast()), value);
        } else {
            ((ObjectNode) holder(keys)).set(keys.getLast(), value);
        }
        return true;
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
