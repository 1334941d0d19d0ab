package dev.loam.modules.auth.server;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.Bearer;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.web.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `/oauth/authorizations/{authorization_id}`: what the page that asks for consent shows, and what
/// the person decides there.
///
/// An authorization belongs to the first person who opens it; for others it does not exist. Who has
/// already allowed as much is not asked again, where the application is assured to be the same.
/// Source: Supabase documentation, "OAuth 2.1 server"; RFC 8252 section 8.6.
final class Consenting {
    private final OAuthServerParts parts;

    Consenting(OAuthServerParts parts) {
        this.parts = parts;
    }

    void addTo(Endpoints.Builder endpoints) {
        endpoints.on("GET", "/oauth/authorizations/{authorization_id}", parts.open(this::show))
                .on("POST", "/oauth/authorizations/{authorization_id}/consent",
                        parts.open(this::decide));
    }

    private HttpResponse show(Ask ask) {
        var bearer = parts.bearers().bearer(ask);
        return Answers.json(parts.database().transact(tx -> {
            var user = owner(tx, bearer);
            var pending = pending(tx, ask, user);
            var client = Clients.byId(tx, pending.id("client_id"));
            if (client == null) {
                throw AuthCode.OAUTH_CLIENT_NOT_FOUND.refusal();
            }
            if (client.assured(pending.text("redirect_uri")) && Scopes.covers(
                    Consents.granted(tx, user.id(), client.id()), pending.text("scope"))) {
                return redirect(approved(tx, pending));
            }
            return details(pending, client, user);
        }));
    }

    private HttpResponse decide(Ask ask) {
        var bearer = parts.bearers().bearer(ask);
        var action = ask.body().choice("action", Set.of("approve", "deny"));
        return Answers.json(parts.database().transact(tx -> {
            var user = owner(tx, bearer);
            var pending = pending(tx, ask, user);
            var clientId = pending.id("client_id");
            AuditLog.write(tx, action.equals("approve") ? "oauth_consent_granted"
                            : "oauth_consent_denied", user, ask.address(),
                    Answers.object().put("client_id", clientId.toString()));
            if (action.equals("deny")) {
                Authorizations.end(tx, pending.id("id"), "denied");
                return redirect(Authorize.refused(pending.text("redirect_uri"),
                        pending.text("state"), parts.issuer(), "access_denied",
                        "The person did not allow it"));
            }
            Consents.grant(tx, parts.tokens().id(), user.id(), clientId, pending.text("scope"));
            return redirect(approved(tx, pending));
        }));
    }

    /// What is allowed here lasts: whoever has one of two factors may not.
    private User owner(Statements tx, Bearer bearer) {
        var signed = parts.bearers().signed(tx, bearer);
        AssuranceLevel.refuseUnlessReached(tx, signed);
        return signed.user();
    }

    private Row pending(Statements tx, Ask ask, User user) {
        var found = Authorizations.byName(tx, ask.path("authorization_id"));
        var owner = found == null ? null : found.id("user_id");
        if (found == null || owner != null && !owner.equals(user.id())) {
            throw AuthCode.OAUTH_AUTHORIZATION_NOT_FOUND.refusal();
        }
        if (!"pending".equals(found.text("status"))) {
            throw AuthCode.VALIDATION_FAILED.refusal("This authorization has been decided");
        }
        if (!found.instant("expires_at").isAfter(parts.clock().now())) {
            throw AuthCode.VALIDATION_FAILED.refusal("This authorization has expired");
        }
        if (owner == null) {
            Authorizations.bind(tx, found.id("id"), user.id());
        }
        return found;
    }

    /// Issues the code, and answers where the browser takes it.
    private String approved(Statements tx, Row pending) {
        var code = parts.tokens().opaque();
        Authorizations.approve(tx, pending.id("id"), Hashes.sha256(code), Authorizations.Span.of(
                parts.clock().now(), parts.config().oauthServer().authorizationLifetime()));
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("code", code);
        parameters.put("state", pending.text("state"));
        parameters.put("iss", parts.issuer());
        return RedirectUris.with(pending.text("redirect_uri"), parameters);
    }

    private static ObjectNode redirect(String address) {
        return Answers.object().put("redirect_url", address);
    }

    private static ObjectNode details(Row pending, Client client, User user) {
        var json = Answers.object();
        json.put("authorization_id", pending.text("authorization_id"));
        json.put("redirect_uri", pending.text("redirect_uri"));
        json.set("client", client.shown());
        json.putObject("user").put("id", user.id().toString())
                .put("email", user.email() == null ? "" : user.email());
        json.put("scope", pending.text("scope"));
        return json;
    }
}
