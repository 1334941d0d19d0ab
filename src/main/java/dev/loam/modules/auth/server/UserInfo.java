package dev.loam.modules.auth.server;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.web.HttpResponse;
import java.util.Set;

/// `GET` and `POST /oauth/userinfo`: the person whose access token it is.
///
/// A token of the project's own application may know all.
/// Source: OpenID Connect Core 1.0 section 5.3.
final class UserInfo implements Endpoint {
    private static final Set<String> ALL = Set.of("email", "phone", "profile");

    private final OAuthServerParts parts;

    UserInfo(OAuthServerParts parts) {
        this.parts = parts;
    }

    @Override
    public HttpResponse answer(Ask ask) {
        try {
            var bearer = parts.bearers().bearer(ask);
            return Answers.json(parts.database().transact(tx -> {
                var signed = parts.bearers().known(tx, bearer);
                var session = signed.session();
                boolean ofClient = session != null && session.text("oauth_client_id") != null;
                var scopes = session != null && session.text("scopes") != null
                        ? Scopes.split(session.text("scopes")) : ofClient ? Set.<String>of() : ALL;
                var claims = Answers.object().put("sub", signed.user().id().toString());
                PersonClaims.write(claims, signed.user(), scopes);
                return claims;
            }));
        } catch (Refusal refusal) {
            var failure = refusal.failure();
            throw failure.status() == 401 || failure.status() == 403
                    ? OAuthErrors.invalidToken(failure.message()) : refusal;
        }
    }
}
