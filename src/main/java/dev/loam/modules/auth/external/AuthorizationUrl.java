package dev.loam.modules.auth.external;

import dev.loam.modules.auth.external.Service.Dialect;
import dev.loam.modules.auth.external.Service.OpenId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The address at a service where people agree to sign in here. Pure.
///
/// Parameters that an app gives beside our own (`prompt`, `login_hint`, `access_type`, …) go
/// through; none of them can stand in for ours, or hand the service a request that would.
/// Sources: RFC 6749 section 4.1.1, RFC 7636, OpenID Connect Core 1.0 section 3.1.2.1.
final class AuthorizationUrl {
    private static final int PASSED_MAX = 20;
    private static final int CHARS_MAX = 512;
    private static final Set<String> OURS = Set.of("client_id", "redirect_uri", "response_type",
            "response_mode", "state", "nonce", "scope", "code_challenge", "code_challenge_method",
            "request", "request_uri", "registration", "client_secret", "client_assertion",
            "client_assertion_type", "provider", "scopes", "redirect_to", "skip_http_redirect",
            "flow_type", "invite_token", "apikey", "access_token", "site_url");

    private AuthorizationUrl() {
    }

    static String of(
            Provider provider, String endpoint, String redirectUrl, Attempt attempt,
            String scopes, Map<String, String> asked) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("client_id", provider.clientId());
        parameters.put("redirect_uri", redirectUrl);
        parameters.put("response_type", "code");
        var allScopes = provider.scopes(scopes(scopes));
        if (!allScopes.isEmpty()) {
            parameters.put("scope", allScopes);
        }
        parameters.put("state", attempt.state());
        if (provider.service().pkce()) {
            parameters.put("code_challenge", attempt.challenge());
            parameters.put("code_challenge_method", "S256");
        }
        if (provider.service() instanceof OpenId service) {
            parameters.put("nonce", Attempt.nonce(attempt.state()));
            if (service.dialect() == Dialect.APPLE) {
                parameters.put("response_mode", "form_post");
            }
        }
        asked.entrySet().stream()
                .filter(one -> !OURS.contains(one.getKey()))
                .filter(one -> one.getKey().length() + one.getValue().length() <= CHARS_MAX)
                .limit(PASSED_MAX)
                .forEach(one -> parameters.putIfAbsent(one.getKey(), one.getValue()));
        return Query.added(endpoint, parameters);
    }

    /// Scopes as apps write them, with blanks or commas between.
    private static List<String> scopes(String asked) {
        var scopes = new ArrayList<String>();
        if (asked != null) {
            for (var scope : asked.split("[\\s,]+", PASSED_MAX + 1)) {
                if (!scope.isBlank() && scopes.size() < PASSED_MAX) {
                    scopes.add(scope);
                }
            }
        }
        return scopes;
    }
}
