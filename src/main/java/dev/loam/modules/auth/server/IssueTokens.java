package dev.loam.modules.auth.server;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.web.HttpResponse;

/// `POST /oauth/token`: an application fetches tokens, for a code or for a refresh token.
///
/// Source: OAuth 2.1 sections 3.2, 4.1.3 and 4.3.
final class IssueTokens implements Endpoint {
    private final OAuthServerParts parts;
    private final CodeExchange exchange;
    private final IdTokens idTokens;

    IssueTokens(OAuthServerParts parts, IdTokens idTokens) {
        this.parts = parts;
        this.exchange = new CodeExchange(parts);
        this.idTokens = idTokens;
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var form = Form.of(ask);
        var grantType = form.required("grant_type");
        var client = ClientCredentials.of(ask, form).verified(parts.database());
        if (!client.confidential()) {
            // Servers ask for many people from one address, and have proven who they are.
            parts.limits().check(Limit.TOKEN_REFRESH, ask.address());
        }
        return switch (grantType) {
            case "authorization_code" -> byCode(ask, form, client);
            case "refresh_token" -> byRefreshToken(ask, form, client);
            default -> throw OAuthErrors.refusal("unsupported_grant_type",
                    "grant_type must be authorization_code or refresh_token");
        };
    }

    private HttpResponse byCode(Ask ask, Form form, Client client) {
        var came = exchange.exchange(form, client, Origins.of(ask));
        return answer(came.issued(), client, came.scope(), came.nonce());
    }

    private HttpResponse byRefreshToken(Ask ask, Form form, Client client) {
        if (!client.grantTypes().contains("refresh_token")) {
            throw OAuthErrors.refusal(
                    "unauthorized_client", "The client is not registered for refresh_token");
        }
        Issued issued;
        try {
            issued = parts.refresher().refresh(
                    form.required("refresh_token"), client.id(), Origins.of(ask));
        } catch (Refusal refusal) {
            throw refusal.failure().status() == 400 || refusal.failure().status() == 403
                    ? OAuthErrors.invalidGrant(refusal.failure().message()) : refusal;
        }
        var session = parts.database().transact(tx -> Sessions.byId(tx, issued.sessionId()));
        var scope = session == null ? null : session.text("scopes");
        return answer(issued, client, scope == null ? "" : scope, null);
    }

    private HttpResponse answer(Issued issued, Client client, String scope, String nonce) {
        var scopes = Scopes.split(scope);
        var json = Answers.object();
        json.put("access_token", issued.accessToken());
        json.put("token_type", "bearer");
        json.put("expires_in", issued.lifetimeSeconds());
        if (client.grantTypes().contains("refresh_token")) {
            json.put("refresh_token", issued.refreshToken());
        }
        json.put("scope", scope);
        var idToken = !scopes.contains(Scopes.OPENID) ? null
                : idTokens.write(issued, client, scopes, nonce);
        if (idToken != null) {
            json.put("id_token", idToken);
        }
        return Answers.json(json);
    }
}
