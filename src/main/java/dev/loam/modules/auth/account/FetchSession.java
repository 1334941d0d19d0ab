package dev.loam.modules.auth.account;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.SealedTokens;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.FlowStates;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Pkce;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import tools.jackson.databind.node.ObjectNode;

/// `POST /token?grant_type=pkce`: the session of a sign-in by link or by another service, for the
/// code it ended with and the verifier of the client that began it.
public final class FetchSession implements Endpoint {
    private static final long CODE_SECONDS_MAX = 300;

    private final AuthDatabase database;
    private final SessionIssuer issuer;
    private final Limits limits;
    private final Clock clock;

    public FetchSession(
            AuthDatabase database, SessionIssuer issuer, Limits limits, Clock clock) {
        this.database = database;
        this.issuer = issuer;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public HttpResponse answer(Ask ask) {
        limits.check(Limit.TOKEN_REFRESH, ask.address());
        var code = ask.body().text("auth_code");
        var verifier = ask.body().text("code_verifier");
        if (code == null || code.isEmpty() || verifier == null || verifier.isEmpty()) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "invalid request: both auth code and code verifier should be non-empty");
        }
        return database.transact(tx -> {
            var state = FlowStates.take(tx, Hashes.sha256(code), CODE_SECONDS_MAX);
            if (state == null || state.id("user_id") == null) {
                throw AuthCode.FLOW_STATE_NOT_FOUND.refusal();
            }
            if (!state.truth("fresh")) {
                throw AuthCode.FLOW_STATE_EXPIRED.refusal();
            }
            if (!new Pkce(state.text("code_challenge"), state.text("code_challenge_method"))
                    .proven(verifier)) {
                throw AuthCode.BAD_CODE_VERIFIER.refusal();
            }
            var user = Users.locked(tx, state.id("user_id"));
            if (user == null || user.instant("deleted_at") != null) {
                throw AuthCode.FLOW_STATE_NOT_FOUND.refusal();
            }
            if (user.bannedAt(clock.now())) {
                throw AuthCode.USER_BANNED.refusal(400, "User is banned");
            }
            var issued = issuer.begin(
                    tx, user, state.text("authentication_method"), Origins.of(ask));
            var json = issued.json();
            give(json, "provider_token",
                    SealedTokens.ACCESS.open(code, state.text("provider_access_token")));
            give(json, "provider_refresh_token",
                    SealedTokens.REFRESH.open(code, state.text("provider_refresh_token")));
            return issued.answer(json);
        });
    }

    private static void give(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
