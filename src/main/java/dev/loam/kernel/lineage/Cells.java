package dev.loam.kernel.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the few composite texts that the queries of a lineage answer with.
final class Cells {
    private static final JsonFactory JSON = new JsonFactory();

    private Cells() {
    }

    /// The numbers in `{1,2}`; none for null.
    static List<Long> numbers(String array) {
        var numbers = new ArrayList<Long>();
        if (array != null && array.length() > 2) {
            for (String number : array.substring(1, array.length() - 1).split(",")) {
                numbers.add(number.equals("NULL") ? 0 : Long.parseLong(number));
            }
        }
        return numbers;
    }

    /// The elements of a JSON array of strings; none for null.
    static List<String> strings(String json) {
        if (json == null) {
            return List.of();
        }
        var strings = new ArrayList<String>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                strings.add(parser.getString());
            }
        }
        return strings;
    }

    /// The members of a JSON object of strings; none for null.
    static Map<String, String> members(String json) {
        var members = new LinkedHashMap<String, String>();
        if (json == null) {
            return members;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, parser.getString());
            }
        }
        return members;
    }
}
