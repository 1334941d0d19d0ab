package dev.loam.modules.auth.server;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.admin.Pages;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.web.HttpResponse;
import java.util.UUID;

/// `/admin/oauth/clients`: applications, listed, made, changed and deleted.
final class AdminClients {
    private static final String PATH = "/admin/oauth/clients";
    private static final String ONE = PATH + "/{client_id}";

    private final OAuthServerParts parts;

    AdminClients(OAuthServerParts parts) {
        this.parts = parts;
    }

    void addTo(Endpoints.Builder endpoints) {
        endpoints.on("GET", PATH, parts.open(this::list))
                .on("POST", PATH, parts.open(this::create))
                .on("GET", ONE, parts.open(this::read))
                .on("PUT", ONE, parts.open(this::update))
                .on("DELETE", ONE, parts.open(this::delete))
                .on("POST", ONE + "/regenerate_secret", parts.open(this::regenerateSecret));
    }

    private HttpResponse list(Ask ask) {
        parts.bearers().admin(ask);
        var pages = Pages.of(ask, parts.config().prefix() + PATH);
        return parts.database().transact(tx -> {
            var json = Answers.object();
            var clients = json.putArray("clients");
            Clients.page(tx, pages.offset(), pages.perPage())
                    .forEach(client -> clients.add(client.json()));
            json.put("aud", parts.config().tokens().audience());
            return Answers.json(200, json, pages.fields(Clients.count(tx)));
        });
    }

    private HttpResponse create(Ask ask) {
        parts.bearers().admin(ask);
        try {
            return RegisterClient.created(parts, ask, "manual");
        } catch (Refusal refusal) {
            throw worded(refusal);
        }
    }

    private HttpResponse read(Ask ask) {
        parts.bearers().admin(ask);
        var id = ask.pathId("client_id");
        return Answers.json(parts.database().transact(tx -> existing(tx, id)).json());
    }

    private HttpResponse update(Ask ask) {
        parts.bearers().admin(ask);
        var id = ask.pathId("client_id");
        try {
            var said = ClientMetadata.of(ask.body());
            return Answers.json(parts.database().transact(tx -> {
                var client = existing(tx, id);
                if (said.authMethod() != null && said.confidential() != client.confidential()) {
                    throw AuthCode.VALIDATION_FAILED.refusal(
                            "A client stays confidential or public, as it was made");
                }
                return Clients.update(tx, id, said);
            }).json());
        } catch (Refusal refusal) {
            throw worded(refusal);
        }
    }

    private HttpResponse delete(Ask ask) {
        parts.bearers().admin(ask);
        var id = ask.pathId("client_id");
        if (!parts.database().transact(tx -> Clients.delete(tx, id))) {
            throw AuthCode.OAUTH_CLIENT_NOT_FOUND.refusal();
        }
        return Answers.nothing();
    }

    private HttpResponse regenerateSecret(Ask ask) {
        parts.bearers().admin(ask);
        var id = ask.pathId("client_id");
        var secret = parts.tokens().opaque();
        var client = parts.database().transact(tx -> {
            if (!existing(tx, id).confidential()) {
                throw AuthCode.VALIDATION_FAILED.refusal("A public client has no secret");
            }
            return Clients.withSecret(tx, id, secret);
        });
        return Answers.json(client.json().put("client_secret", secret));
    }

    private static Client existing(Statements tx, UUID id) {
        var client = Clients.byId(tx, id);
        if (client == null) {
            throw AuthCode.OAUTH_CLIENT_NOT_FOUND.refusal();
        }
        return client;
    }

    /// In the words of this API in place of OAuth's.
    private static Refusal worded(Refusal refusal) {
        return refusal.failure() instanceof AuthFailure.OAuth wrong
                ? AuthCode.VALIDATION_FAILED.refusal(wrong.message()) : refusal;
    }
}
