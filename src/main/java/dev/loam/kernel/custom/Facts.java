package dev.loam.kernel.custom;

import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.Headers;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What functions and services are told of a request, as a JSON object: `method`, `path`, `query`,
/// `headers`, `role`, `claims`, `client`, `request_id` and `route`; null where there is nothing.
///
/// Fields that hold secrets are named, and their values hidden. So are parameters of the query that
/// bring one. Bodies are not told.
final class Facts {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final String HIDDEN = "***";
    private static final Set<String> SECRETS = Set.of("authorization", "proxy-authorization",
            "cookie", "apikey", "x-api-key", "x-supabase-api-key");
    private static final Pattern SECRET_PARAMETERS =
            Pattern.compile("(?i)(^|&)((?:apikey|[a-z_]*token|code|password)=)[^&]*");

    private Facts() {
    }

    static String json(Exchange exchange, String route) {
        var request = exchange.request();
        var text = new StringWriter(512);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            member(json, "method", request.method());
            member(json, "path", request.path());
            member(json, "query", request.query() == null ? null
                    : SECRET_PARAMETERS.matcher(request.query()).replaceAll("$1$2" + HIDDEN));
            json.writeName("headers");
            headers(json, request.headers());
            member(json, "role", exchange.caller() == null ? null : exchange.caller().role());
            json.writeName("claims");
            if (exchange.caller() == null) {
                json.writeNull();
            } else {
                json.writeRawValue(exchange.caller().claimsJson());
            }
            member(json, "client", exchange.client());
            member(json, "request_id", exchange.requestId());
            member(json, "route", route);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void headers(JsonGenerator json, Headers headers) {
        Map<String, String> fields = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            fields.merge(lower, SECRETS.contains(lower) ? HIDDEN : value,
                    (one, more) -> one.equals(HIDDEN) ? HIDDEN : one + ", " + more);
        });
        json.writeStartObject();
        fields.forEach((name, value) -> member(json, name, value));
        json.writeEndObject();
    }

    /// A NUL is what PostgreSQL's JSON cannot hold, and half a pair what no UTF-8 has.
    private static void member(JsonGenerator json, String name, String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value.replace('\0', '?'));
        }
    }

    /// Every field by its name in small letters.
    static Map<String, List<String>> fields(Headers headers) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        headers.forEach((name, _) -> fields.computeIfAbsent(
                name.toLowerCase(Locale.ROOT), headers::all));
        return fields;
    }
}
