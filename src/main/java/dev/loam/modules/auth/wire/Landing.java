package dev.loam.modules.auth.wire;

import dev.loam.base.failure.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// The addresses at which a browser lands when it is led back to the application.
///
/// Tokens and messages are at the end of the address, behind `#`, where no server sees them; the
/// code for a verifier is in its query.
public final class Landing {
    private Landing() {
    }

    /// With the tokens of a session; `type` says which mail led to it.
    public static String withSession(String site, ObjectNode session, String type) {
        var values = new LinkedHashMap<String, String>();
        for (var name : new String[] {"access_token", "expires_at", "expires_in",
            "provider_refresh_token", "provider_token", "refresh_token"}) {
            if (session.has(name)) {
                values.put(name, session.get(name).asString());
            }
        }
        values.put("sb", "");
        values.put("token_type", "bearer");
        if (type != null) {
            values.put("type", type);
        }
        return fragment(site, values);
    }

    public static String withCode(String site, UUID code) {
        return query(site, Map.of("code", code.toString()));
    }

    public static String withMessage(String site, String message) {
        var values = new LinkedHashMap<String, String>();
        values.put("message", message);
        values.put("sb", "");
        return fragment(site, values);
    }

    /// With the reason of a refusal, for a client with a verifier in the query too.
    public static String refused(String site, Failure failure, boolean pkce) {
        return refused(site, failure.status() >= 500 ? "server_error" : "access_denied",
                failure.code(), failure.message(), pkce);
    }

    public static String refused(
            String site, String error, String code, String description, boolean pkce) {
        var values = new LinkedHashMap<String, String>();
        values.put("error", error);
        values.put("error_code", code);
        values.put("error_description", description);
        var inQuery = pkce ? query(site, values) : site;
        values.put("sb", "");
        return fragment(inQuery, values);
    }

    private static String fragment(String site, Map<String, String> values) {
        return withoutFragment(site) + "#" + form(values);
    }

    private static String query(String site, Map<String, String> values) {
        var bare = withoutFragment(site);
        return bare + (bare.contains("?") ? "&" : "?") + form(values);
    }

    private static String withoutFragment(String site) {
        int fragment = site.indexOf('#');
        return fragment < 0 ? site : site.substring(0, fragment);
    }

    private static String form(Map<String, String> values) {
        var form = new StringBuilder();
        values.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&").append(name)
                .append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return form.toString();
    }
}
