package dev.loam.modules.auth.server;

import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What others need to know of this server, and what it can do.
///
/// While the authorization server is disabled, there is still who signs tokens and with which keys.
/// Source: RFC 8414; OpenID Connect Discovery 1.0 section 3.
final class ServerMetadata {
    private static final int SECONDS_MAX = 600;

    private final OAuthServerParts parts;
    private final IdTokens idTokens;

    ServerMetadata(OAuthServerParts parts, IdTokens idTokens) {
        this.parts = parts;
        this.idTokens = idTokens;
    }

    HttpResponse openid(Ask ask) {
        var json = issuer();
        list(json, "subject_types_supported", List.of("public"));
        list(json, "id_token_signing_alg_values_supported", List.of(idTokens.algorithm()));
        if (parts.config().oauthServer().enabled()) {
            server(json);
            list(json, "claims_supported", List.of("aud", "auth_time", "email", "email_verified",
                    "exp", "iat", "iss", "name", "nonce", "phone_number", "phone_number_verified",
                    "picture", "preferred_username", "sub", "updated_at"));
            json.put("userinfo_endpoint", address("/oauth/userinfo"));
            json.put("request_parameter_supported", false);
            json.put("request_uri_parameter_supported", false);
        }
        return Answers.cached(json, SECONDS_MAX);
    }

    HttpResponse oauth(Ask ask) {
        var json = issuer();
        server(json);
        return Answers.cached(json, SECONDS_MAX);
    }

    private ObjectNode issuer() {
        return Answers.object().put("issuer", parts.issuer())
                .put("jwks_uri", address("/.well-known/jwks.json"));
    }

    private void server(ObjectNode json) {
        json.put("authorization_endpoint", address("/oauth/authorize"));
        json.put("token_endpoint", address("/oauth/token"));
        if (parts.config().oauthServer().registrationEnabled()) {
            json.put("registration_endpoint", address("/oauth/clients/register"));
        }
        list(json, "scopes_supported", idTokens.scopes().offered());
        list(json, "response_types_supported", List.of("code"));
        list(json, "response_modes_supported", List.of("query"));
        list(json, "grant_types_supported", List.of("authorization_code", "refresh_token"));
        list(json, "token_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post", "none"));
        list(json, "code_challenge_methods_supported", List.of("S256"));
        json.put("authorization_response_iss_parameter_supported", true);
    }

    private String address(String path) {
        return parts.config().address(path);
    }

    private static void list(ObjectNode json, String name, List<String> values) {
        var array = json.putArray(name);
        values.forEach(array::add);
    }
}
