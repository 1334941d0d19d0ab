package dev.loam.modules.rest.openapi;

import java.util.Collection;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes JSON trees.
public final class Json {
    public static final JsonMapper MAPPER = new JsonMapper();

    private Json() {
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array(Collection<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /// Puts a text in, unless it is null.
    public static ObjectNode with(ObjectNode object, String name, String text) {
        if (text != null) {
            object.put(name, text);
        }
        return object;
    }

    /// The first line of a comment, which is a title.
    static String firstLine(String comment) {
        int end = comment.indexOf('\n');
        return end < 0 ? comment : comment.substring(0, end);
    }

    /// What a comment says after its first line and the empty lines behind it.
    static String otherLines(String comment) {
        int start = firstLine(comment).length();
        while (start < comment.length() && comment.charAt(start) == '\n') {
            start++;
        }
        return comment.substring(start);
    }
}
