package dev.loam.kernel.admission;

import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.Exchange;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Who shares a turn with whom, as a number: an API key, a user, or the address of someone without
/// a name. Only worked out for those who have to wait.
final class ShareKey {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private ShareKey() {
    }

    static int of(Exchange exchange) {
        Caller caller = exchange.caller();
        if (caller == null) {
            return exchange.client().hashCode();
        }
        String name = name(caller.claimsJson());
        return name != null ? name.hashCode()
                : 31 * caller.role().hashCode() + exchange.client().hashCode();
    }

    /// The first of the claims `sub` and `api_key`, null for none.
    private static String name(String claims) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), claims)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                json.nextToken();
                if (json.currentToken() == JsonToken.VALUE_STRING
                        && (member.equals("sub") || member.equals("api_key"))) {
                    return json.getString();
                }
                json.skipChildren();
            }
            return null;
        } catch (JacksonException unreadable) {
            return null;
        }
    }
}
