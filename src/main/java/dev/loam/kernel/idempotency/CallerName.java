package dev.loam.kernel.idempotency;

import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.HttpRequest;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Whose key it is: the role, with the person or the API key that the claims name. A token may be
/// renewed between two tries; whoever has no account shares the keys of the role. Where the module
/// itself finds out who asks, it is whoever has the same token.
final class CallerName {
    private static final JsonFactory JSON = new JsonFactory();

    private CallerName() {
    }

    static String of(Exchange exchange) {
        HttpRequest request = exchange.request();
        return exchange.caller() != null ? of(exchange.caller())
                : "\n" + request.header("Authorization") + '\n' + request.header("apikey");
    }

    static String of(Caller caller) {
        return caller.role() + '\n' + claim(caller.claimsJson(), "sub")
                + '\n' + claim(caller.claimsJson(), "api_key");
    }

    private static String claim(String claims, String name) {
        if (!claims.contains('"' + name + '"')) {
            return "";
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), claims)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals(name);
                JsonToken value = parser.nextToken();
                if (found) {
                    return value.isScalarValue() ? parser.getString() : "";
                }
                parser.skipChildren();
            }
            return "";
        }
    }
}
