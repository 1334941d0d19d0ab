package dev.loam.app.log;

import dev.loam.kernel.identity.Caller;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The user that a caller is, by the claim `sub`.
public final class Subject {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private Subject() {
    }

    /// Null where nobody was identified. Only a member of the claims themselves counts: inside of
    /// others people may write what they like.
    public static String of(Caller caller) {
        if (caller == null || caller.claimsJson() == null
                || !caller.claimsJson().contains("\"sub\"")) {
            return null;
        }
        try (JsonParser claims =
                JSON.createParser(ObjectReadContext.empty(), caller.claimsJson())) {
            claims.nextToken();
            while (claims.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = claims.currentName().equals("sub");
                JsonToken value = claims.nextToken();
                if (found) {
                    return value == JsonToken.VALUE_STRING ? claims.getString() : null;
                }
                claims.skipChildren();
            }
            return null;
        } catch (JacksonException unreadable) {
            return null;
        }
    }
}
