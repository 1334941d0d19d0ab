package dev.loam.modules.auth.wire;

import dev.loam.base.failure.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Addresses that lead people back to the app with what came of their sign-in. Pure.
///
/// Tokens are put behind `#`, where browsers keep them to themselves; a code for a client with a
/// verifier goes into the query.
public final class Landing {
    private static final Map<Integer, String> ERRORS = Map.of(
            400, "invalid_request", 401, "unauthorized_client", 500, "server_error",
            503, "temporarily_unavailable");

    private Landing() {
    }

    /// With what is behind `#`: the members of a session, say.
    public static String withFragment(String to, Map<String, String> members) {
        var sorted = new TreeMap<>(members);
        // By this clients know that the fragment is theirs.
        sorted.put("sb", "");
        return before(to) + "#" + encoded(sorted);
    }

    /// With a code that the client exchanges for the session.
    public static String withCode(String to, String code) {
        return queried(before(to), Map.of("code", code)) + fragment(to);
    }

    /// With a failure; `pkce` for a client that looks into the query.
    public static String withFailure(String to, Failure failure, boolean pkce) {
        return withError(to, ERRORS.getOrDefault(failure.status(), "access_denied"),
                failure.code(), failure.message(), pkce);
    }

    /// With an error of OAuth's.
    public static String withError(
            String to, String error, String code, String description, boolean pkce) {
        var members = new TreeMap<>(Map.of("error", error, "error_code", code,
                "error_description", description));
        return withFragment(pkce ? queried(before(to), members) : to, members);
    }

    private static String queried(String address, Map<String, String> parameters) {
        return address + (address.indexOf('?') < 0 ? "?" : "&") + encoded(parameters);
    }

    private static String before(String address) {
        int hash = address.indexOf('#');
        return hash < 0 ? address : address.substring(0, hash);
    }

    private static String fragment(String address) {
        int hash = address.indexOf('#');
        return hash < 0 ? "" : address.substring(hash);
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
