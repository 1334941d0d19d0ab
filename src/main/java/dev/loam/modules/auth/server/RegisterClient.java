package dev.loam.modules.auth.server;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.store.AuthDatabase.Answered;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;

/// `POST /oauth/clients/register`: an application registers itself.
///
/// Source: RFC 7591.
final class RegisterClient implements Endpoint {
    private final OAuthServerParts parts;

    RegisterClient(OAuthServerParts parts) {
        this.parts = parts;
    }

    @Override
    public HttpResponse answer(Ask ask) {
        if (!parts.config().oauthServer().registrationEnabled()) {
            throw AuthCode.FEATURE_DISABLED.refusal("Registration of clients is disabled");
        }
        parts.limits().check(Limit.CLIENT_REGISTRATION, ask.address());
        return created(parts, ask, "dynamic");
    }

    /// Makes a client, whose secret is shown this once.
    static HttpResponse created(OAuthServerParts parts, Ask ask, String registration) {
        var said = ClientMetadata.of(ask.body()).complete();
        var secret = said.confidential() ? parts.tokens().opaque() : null;
        var id = parts.tokens().id();
        return parts.database().transact(ask.exchange().keeping(), Answered.ITSELF,
                tx -> shown(Clients.insert(tx, id, said, registration, secret), secret));
    }

    private static HttpResponse shown(Client client, String secret) {
        var json = client.json();
        json.put("client_id_issued_at", client.row().instant("created_at").getEpochSecond());
        if (secret != null) {
            json.put("client_secret", secret);
            // It does not expire.
            json.put("client_secret_expires_at", 0);
        }
        return Answers.json(201, json, Headers.NONE);
    }
}
