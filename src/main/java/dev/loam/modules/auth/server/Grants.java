package dev.loam.modules.auth.server;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.session.Moments;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;

/// `/user/oauth/grants`: the applications that a person has allowed something, and the end of that.
final class Grants {
    private final OAuthServerParts parts;

    Grants(OAuthServerParts parts) {
        this.parts = parts;
    }

    void addTo(Endpoints.Builder endpoints) {
        endpoints.on("GET", "/user/oauth/grants", parts.open(this::list))
                .on("DELETE", "/user/oauth/grants", parts.open(this::revoke));
    }

    private HttpResponse list(Ask ask) {
        var bearer = parts.bearers().bearer(ask);
        var grants = Answers.JSON.createArrayNode();
        parts.database().transact(tx ->
                Consents.of(tx, parts.bearers().signed(tx, bearer).user().id())).forEach(row -> {
                    var grant = grants.addObject();
                    grant.set("client", new Client(new Row(row.object("client"))).shown());
                    Scopes.split(row.text("scopes")).forEach(grant.putArray("scopes")::add);
                    Moments.write(grant, "granted_at", row.instant("granted_at"));
                });
        return Answers.json(200, grants, Headers.NONE);
    }

    private HttpResponse revoke(Ask ask) {
        var bearer = parts.bearers().bearer(ask);
        var asked = ask.query().first("client_id");
        var clientId = asked == null ? null : ClientCredentials.id(asked);
        if (clientId == null) {
            throw AuthCode.VALIDATION_FAILED.refusal("client_id must be an UUID");
        }
        return parts.database().transact(tx -> {
            var user = parts.bearers().signed(tx, bearer).user();
            if (!Consents.revoke(tx, user.id(), clientId)) {
                throw AuthCode.OAUTH_CONSENT_NOT_FOUND.refusal();
            }
            Authorizations.endAll(tx, user.id(), clientId);
            Sessions.deleteOfClient(tx, user.id(), clientId);
            AuditLog.write(tx, "oauth_consent_revoked", user, ask.address(),
                    Answers.object().put("client_id", clientId.toString()));
            return Answers.nothing();
        });
    }
}
