package dev.loam.kernel.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the few composite texts that queries of the catalog answer with.
public final class CellText {
    private static final JsonFactory JSON = new JsonFactory();

    private CellText() {
    }

    /// The whole numbers in `{1,2}` (an array) or `1 2` (a vector), in order.
    static long[] numbers(String text) {
        var numbers = new ArrayList<Long>();
        long number = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (c >= '0' && c <= '9') {
                number = Math.max(number, 0) * 10 + (c - '0');
            } else if (number >= 0) {
                numbers.add(number);
                number = -1;
            }
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /// The elements of a JSON array of strings; of none for null.
    public static List<String> strings(String json) {
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
        return List.copyOf(strings);
    }

    /// The members of a JSON object of strings; of none for null.
    public static Map<String, String> members(String json) {
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
