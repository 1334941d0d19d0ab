package dev.loam.modules.auth.session;

import dev.loam.modules.auth.config.SessionConfig;
import dev.loam.modules.auth.config.TokenConfig;
import dev.loam.modules.auth.hook.Hooks;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.RefreshTokens;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.store.Sessions.Beginning;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.ports.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// Begins sessions and writes their tokens.
///
/// A session's first refresh token is random; each that follows is made of the one before and a key
/// of this installation ([Hashes#next]), so that only hashes are kept.
public final class SessionIssuer {
    private final TokenConfig config;
    private final SessionConfig sessions;
    private final String issuer;
    private final UnaryOperator<String> signer;
    private final Hooks hooks;
    private final Tokens tokens;
    private final Hashes hashes;
    private final Clock clock;

    /// `signer` makes a token of claims in JSON; `issuer` is the claim `iss`.
    public SessionIssuer(
            TokenConfig config, SessionConfig sessions, String issuer,
            UnaryOperator<String> signer, Hooks hooks, Tokens tokens, Hashes hashes,
            Clock clock) {
        this.config = config;
        this.sessions = sessions;
        this.issuer = issuer;
        this.signer = signer;
        this.hooks = hooks;
        this.tokens = tokens;
        this.hashes = hashes;
        this.clock = clock;
    }

    /// Begins a session of a user who has just shown who they are, by a method such as `password`.
    public Issued begin(Statements tx, User user, String method, Origin origin) {
        var seen = Users.update(tx, user.id(), new Changes().now("last_sign_in_at"));
        AuditLog.write(tx, "login", seen, origin.address(),
                Answers.object().put("provider", method));
        return begin(tx, seen, new Beginning(tokens.id(), user.id(), method, origin, null, null));
    }

    /// The same, noting nothing of the user.
    public Issued begin(Statements tx, User user, Beginning beginning) {
        var notAfter = sessions.lifetimeMax() == null ? null
                : clock.now().plus(sessions.lifetimeMax());
        var token = tokens.opaque();
        var session = Sessions.begin(tx, beginning, notAfter, Hashes.sha256(token));
        return issue(tx, user, session, token);
    }

    /// New tokens of a session that has changed: been raised to a higher level of assurance, say.
    /// The refresh token it had goes on, for it may be in another window's hands.
    public Issued renew(Statements tx, User user, UUID sessionId) {
        var token = tokens.opaque();
        RefreshTokens.insert(tx, Hashes.sha256(token), user.id(), sessionId, null);
        return issue(tx, user, Sessions.byId(tx, sessionId), token);
    }

    /// The refresh token that follows another one.
    String next(UUID sessionId, String token) {
        return hashes.next(sessionId.toString(), token);
    }

    /// Writes the tokens of a session as it is now.
    Issued issue(Statements tx, User user, Row session, String refreshToken) {
        var now = clock.now();
        var expiresAt = now.plus(config.lifetime());
        var claims = claims(tx, user, session, now, expiresAt);
        var method = claims.path("amr").path(0).path("method").asString("");
        var signed = signer.apply(
                Answers.JSON.writeValueAsString(hooks.customAccessToken(
                        tx, user.id(), claims, method)));
        return new Issued(signed, refreshToken, session.id("id"), config.lifetime().toSeconds(),
                expiresAt, user, UserJson.of(tx, user));
    }

    /// Source: RFC 7519; Supabase documentation, "JWT Claims Reference".
    private ObjectNode claims(
            Statements tx, User user, Row session, Instant now, Instant expiresAt) {
        var claims = Answers.object();
        claims.put("iss", issuer);
        claims.put("sub", user.id().toString());
        claims.put("aud", user.row().text("aud"));
        claims.put("exp", expiresAt.getEpochSecond());
        claims.put("iat", now.getEpochSecond());
        claims.put("email", user.email() == null ? "" : user.email());
        claims.put("phone", user.phone() == null ? "" : user.phone());
        claims.set("app_metadata", user.appMetadata());
        claims.set("user_metadata", user.userMetadata());
        claims.put("role", user.role());
        claims.put("aal", session.text("aal"));
        var methods = claims.putArray("amr");
        for (var method : Sessions.methods(tx, session.id("id"))) {
            methods.addObject().put("method", method.text("authentication_method"))
                    .put("timestamp", method.instant("updated_at").getEpochSecond());
        }
        claims.put("session_id", session.text("id"));
        claims.put("is_anonymous", user.anonymous());
        if (session.text("oauth_client_id") != null) {
            claims.put("client_id", session.text("oauth_client_id"));
        }
        return claims;
    }
}
