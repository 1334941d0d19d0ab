package dev.loam.kernel.lineage;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The members of a JSON object, each as it is written: two that are written differently may be
/// different for SQL, and two that are written alike are not.
public final class ClaimMembers {
    /// Of a text that is no JSON object, or has a member twice.
    public static final Map<String, String> UNREADABLE = Map.of("", "");

    private static final JsonFactory JSON = new JsonFactory();

    private ClaimMembers() {
    }

    public static Map<String, String> of(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return UNREADABLE;
            }
            var members = new HashMap<String, String>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (members.put(name, written(parser, text)) != null) {
                    return UNREADABLE;
                }
            }
            return members;
        } catch (JacksonException e) {
            // It counts as a whole then, which is exact.
            return UNREADABLE;
        }
    }

    private static String written(JsonParser parser, String text) {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.getString();
        return text.substring(from, (int) parser.currentLocation().getCharOffset());
    }
}
