package dev.loam.modules.auth.server;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.web.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// `GET /oauth/authorize`: an application has a person's browser led here. It is led on to the page
/// of the site that asks for consent.
///
/// What is wrong is told to the application, at its address, only once that address is known to be
/// its own; else anybody could have people led anywhere.
/// Source: OAuth 2.1 section 4.1; RFC 9207 for `iss`.
final class Authorize implements Endpoint {
    private static final int STATE_CHARS_MAX = 4096;

    private final OAuthServerParts parts;
    private final IdTokens idTokens;
    private final String consentPage;

    Authorize(OAuthServerParts parts, IdTokens idTokens) {
        this.parts = parts;
        this.idTokens = idTokens;
        var site = parts.config().siteUrl();
        this.consentPage = (site.endsWith("/") ? site.substring(0, site.length() - 1) : site)
                + parts.config().oauthServer().consentPath();
    }

    @Override
    public HttpResponse answer(Ask ask) {
        parts.limits().check(Limit.SSO, ask.address());
        var client = client(ask.query().first("client_id"));
        var redirectUri = ask.query().first("redirect_uri");
        if (redirectUri == null || !RedirectUris.matches(client.redirectUris(), redirectUri)) {
            throw OAuthErrors.invalidRequest("redirect_uri is not one of the client's");
        }
        var state = ask.query().first("state");
        if (state != null && (state.length() > STATE_CHARS_MAX || state.indexOf('\0') >= 0)) {
            throw OAuthErrors.invalidRequest("state is too long or has a NUL in it");
        }
        try {
            var request = AuthorizationRequest.of(ask.query(), idTokens.scopes());
            return Answers.redirect(302, RedirectUris.with(consentPage, Map.of(
                    "authorization_id", begun(client.id(), redirectUri, state, request))));
        } catch (Refusal refusal) {
            if (refusal.failure() instanceof AuthFailure.OAuth wrong) {
                return Answers.redirect(302, refused(
                        redirectUri, state, parts.issuer(), wrong.error(), wrong.message()));
            }
            throw refusal;
        }
    }

    /// The application's address with the reason why it gets no code.
    static String refused(
            String redirectUri, String state, String issuer, String error, String description) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("error", error);
        parameters.put("error_description", description);
        parameters.put("state", state);
        parameters.put("iss", issuer);
        return RedirectUris.with(redirectUri, parameters);
    }

    private Client client(String id) {
        var client = id == null ? null : parts.database().transact(tx ->
                Clients.byId(tx, ClientCredentials.id(id)));
        if (client == null) {
            throw OAuthErrors.invalidRequest("client_id is not one of a client");
        }
        return client;
    }

    private String begun(
            UUID clientId, String redirectUri, String state, AuthorizationRequest request) {
        var name = parts.tokens().opaque();
        var now = parts.clock().now();
        var asked = new Authorizations.Asked(
                parts.tokens().id(), name, clientId, redirectUri, state);
        return parts.database().transact(tx -> {
            Authorizations.sweep(tx, now);
            Authorizations.insert(tx, asked, request, Authorizations.Span.of(
                    now, parts.config().oauthServer().authorizationLifetime()));
            return name;
        });
    }
}
