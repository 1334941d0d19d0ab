package dev.loam.modules.auth.session;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.IdentityFailure;
import dev.loam.kernel.identity.Verifier;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.ports.time.Clock;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Finds out who asks, from the token that a request bears.
public final class Bearers {
    /// The scope that an API key needs here.
    private static final String SCOPE = "auth";


    private final Verifier verifier;
    private final List<String> adminRoles;
    private final Clock clock;

    public Bearers(
            Verifier verifier, List<String> adminRoles, Clock clock) {
        this.verifier = verifier;
        this.adminRoles = List.copyOf(adminRoles);
        this.clock = clock;
    }

    /// A user with the session that the request is made in; the session is null for a token that
    /// names none.
    public record Signed(Bearer bearer, User user, Row session) {
    }

    /// The token of a request, which must have one.
    public Bearer bearer(Ask ask) {
        return bearer(caller(ask));
    }

    private static Bearer bearer(Caller caller) {
        return new Bearer((ObjectNode) Answers.JSON.readTree(caller.claimsJson()));
    }

    private Caller caller(Ask ask) {
        var authorization = ask.header("Authorization");
        boolean given = authorization != null
                && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                && authorization.length() > 7;
        if (!given && ask.header("apikey") == null) {
            throw AuthCode.NO_AUTHORIZATION.refusal();
        }
        Caller caller;
        try {
            caller = verifier.verify(authorization, ask.header("apikey"));
        } catch (Refusal refusal) {
            throw refusal.failure().status() >= 500 ? refusal : AuthCode.BAD_JWT.refusal(
                    "invalid JWT: unable to parse or verify signature, "
                            + refusal.failure().message());
        }
        if (!caller.mayUse(SCOPE)) {
            throw new Refusal(new IdentityFailure.ScopeMissing(SCOPE));
        }
        if (!given && caller.anonymous()) {
            throw AuthCode.NO_AUTHORIZATION.refusal();
        }
        return caller;
    }

    /// The user of a request, kept from changing until the transaction ends, and its session. Both
    /// must still be there.
    ///
    /// An OAuth client that holds a token of the user's is refused: it may know who that is
    /// ([#known]), but not change the account, nor allow others or itself anything.
    public Signed signed(Statements tx, Bearer bearer) {
        var signed = signed(tx, bearer, Users.locked(tx, owner(bearer)));
        if (bearer.claims().has("client_id") || signed.session() != null
                && signed.session().id("oauth_client_id") != null) {
            throw AuthCode.BAD_JWT.refusal("The token is one of an OAuth client");
        }
        return signed;
    }

    /// The same for whoever holds the token, OAuth clients too, and only looks.
    public Signed known(Statements tx, Bearer bearer) {
        return signed(tx, bearer, Users.byId(tx, owner(bearer)));
    }

    private static UUID owner(Bearer bearer) {
        if (bearer.userId() == null) {
            throw AuthCode.BAD_JWT.refusal("invalid claim: missing sub claim");
        }
        return bearer.userId();
    }

    private Signed signed(Statements tx, Bearer bearer, User user) {
        if (user == null || user.instant("deleted_at") != null) {
            throw AuthCode.USER_NOT_FOUND.refusal(
                    403, "User from sub claim in JWT does not exist");
        }
        if (user.bannedAt(clock.now())) {
            throw AuthCode.USER_BANNED.refusal();
        }
        Row session = null;
        if (bearer.sessionId() != null) {
            session = Sessions.byId(tx, bearer.sessionId());
            if (session == null || !user.id().equals(session.id("user_id"))) {
                throw AuthCode.SESSION_NOT_FOUND.refusal();
            }
        }
        return new Signed(bearer, user, session);
    }

    /// Refuses whoever is not an administrator.
    public Bearer admin(Ask ask) {
        return admin(caller(ask));
    }

    /// Refuses also an administrator's key that opens some routes only.
    public Bearer unlimitedAdmin(Ask ask) {
        var caller = caller(ask);
        if (!caller.scopes().isEmpty()) {
            throw AuthCode.NOT_ADMIN.refusal("This takes a key without scopes");
        }
        return admin(caller);
    }

    private Bearer admin(Caller caller) {
        var bearer = bearer(caller);
        if (!adminRoles.contains(bearer.role())) {
            throw AuthCode.NOT_ADMIN.refusal();
        }
        return bearer;
    }
}
