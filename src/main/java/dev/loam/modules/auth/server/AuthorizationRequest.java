package dev.loam.modules.auth.server;

import dev.loam.modules.auth.wire.Params;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/// What an application asks for, of a client and for an address that are known to be good.
///
/// Source: OAuth 2.1 section 4.1.1; RFC 7636; RFC 8707; OpenID Connect Core 1.0 section 3.1.2.1.
record AuthorizationRequest(String scope, String challenge, String nonce, String resource) {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int NONCE_CHARS_MAX = 255;
    private static final int RESOURCE_CHARS_MAX = 2048;

    static AuthorizationRequest of(Params query, Scopes scopes) {
        var type = query.first("response_type");
        if (!"code".equals(type)) {
            throw OAuthErrors.refusal(type == null ? "invalid_request"
                    : "unsupported_response_type", "response_type must be code");
        }
        if ("none".equals(query.first("prompt"))) {
            throw OAuthErrors.refusal("interaction_required", "The person must be asked");
        }
        var nonce = query.first("nonce");
        if (nonce != null && (nonce.length() > NONCE_CHARS_MAX || nonce.indexOf('\0') >= 0)) {
            throw OAuthErrors.invalidRequest("nonce is too long or has a NUL in it");
        }
        return new AuthorizationRequest(scopes.asked(query.first("scope")), challenge(query),
                nonce, resource(query.first("resource")));
    }

    private static String challenge(Params query) {
        var challenge = query.first("code_challenge");
        if (challenge == null || !"S256".equals(query.first("code_challenge_method"))) {
            throw OAuthErrors.invalidRequest(
                    "PKCE is required: code_challenge, and code_challenge_method S256");
        }
        if (!CHALLENGE.matcher(challenge).matches()) {
            throw OAuthErrors.invalidRequest(
                    "code_challenge must be a SHA-256 hash in base64url, 43 characters");
        }
        return challenge;
    }

    private static String resource(String resource) {
        if (resource == null) {
            return null;
        }
        try {
            var uri = new URI(resource);
            if (resource.length() <= RESOURCE_CHARS_MAX && uri.isAbsolute()
                    && uri.getRawFragment() == null) {
                return resource;
            }
        } catch (URISyntaxException _) {
            // Refused below.
        }
        throw OAuthErrors.refusal("invalid_target",
                "resource must be an absolute address without fragment");
    }
}
