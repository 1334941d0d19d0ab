package dev.loam.modules.auth.session;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.SessionConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.RefreshTokens;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.Users;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.UUID;

/// Exchanges a refresh token for new tokens.
///
/// A token serves once. Two windows of a browser may still send it at once, and a client may never
/// have got the answer: so a used token is answered with the one that counts now, while its use is
/// younger than the window or its successor has not been used itself. Any other use means that a
/// thief and the owner both hold it, and ends the session. The session's row is locked, so that
/// those who come at once stand in a line.
/// Source: RFC 9700 section 4.14.2; Supabase documentation, "User sessions".
public final class Refresher {
    /// How many rotations a late client may be behind within the window.
    private static final int STEPS_MAX = 50;

    private final AuthDatabase database;
    private final SessionIssuer issuer;
    private final SessionConfig config;
    private final Clock clock;

    public Refresher(
            AuthDatabase database, SessionIssuer issuer, SessionConfig config, Clock clock) {
        this.database = database;
        this.issuer = issuer;
        this.config = config;
        this.clock = clock;
    }

    /// What a refresh came to; a refusal is one that leaves its mark in the database.
    private record Result(Issued issued, Refusal refusal) {
    }

    /// `clientId` is the OAuth client that asks, null for the project's own application: a token
    /// serves only whom it was given to.
    public Issued refresh(String token, UUID clientId, Origin origin) {
        var result = database.transact(tx -> refreshed(tx, token, clientId, origin));
        if (result.refusal() != null) {
            throw result.refusal();
        }
        return result.issued();
    }

    private Result refreshed(Statements tx, String token, UUID clientId, Origin origin) {
        var hash = Hashes.sha256(token);
        var found = RefreshTokens.find(tx, hash, token);
        if (found == null) {
            throw AuthCode.REFRESH_TOKEN_NOT_FOUND.refusal();
        }
        var session = Sessions.locked(tx, found.id("session_id"));
        if (session == null) {
            throw AuthCode.SESSION_NOT_FOUND.refusal(
                    400, "Invalid Refresh Token: No Valid Session Found");
        }
        var client = session.id("oauth_client_id");
        if (client == null ? clientId != null : !client.equals(clientId)) {
            throw AuthCode.REFRESH_TOKEN_NOT_FOUND.refusal();
        }
        var user = Users.byId(tx, session.id("user_id"));
        if (user == null || user.bannedAt(clock.now())) {
            throw AuthCode.USER_BANNED.refusal(400, "Invalid Refresh Token: User Banned");
        }
        refuseEnded(tx, session);
        // It may have been used while this one waited for the session.
        var current = RefreshTokens.find(tx, hash, token);
        String next = current.truth("revoked") ? follow(tx, current, session, token)
                : rotate(tx, current, session, token);
        if (next == null) {
            RefreshTokens.revokeAll(tx, session.id("id"));
            AuditLog.write(tx, "token_revoked", user, origin.address(), null);
            return new Result(null, AuthCode.REFRESH_TOKEN_ALREADY_USED.refusal());
        }
        Sessions.refreshed(tx, session.id("id"), origin);
        AuditLog.write(tx, "token_refreshed", user, origin.address(), null);
        return new Result(issuer.issue(tx, user, session, next), null);
    }

    /// Source: Supabase documentation, "User sessions", for the words.
    private void refuseEnded(Statements tx, Row session) {
        var now = clock.now();
        var notAfter = session.instant("not_after");
        var began = session.instant("created_at");
        if (notAfter != null && notAfter.isBefore(now)
                || older(began, config.lifetimeMax(), now)) {
            throw AuthCode.SESSION_EXPIRED.refusal();
        }
        var active = RefreshTokens.newest(tx, session.id("id"));
        var lastUse = active == null ? began : active.instant("created_at");
        if (older(lastUse, config.idleMax(), now)) {
            throw AuthCode.SESSION_EXPIRED.refusal(
                    "Invalid Refresh Token: Session Expired (Inactivity)");
        }
        if (config.single() && superseded(tx, session)) {
            throw AuthCode.SESSION_EXPIRED.refusal(
                    "Invalid Refresh Token: Session Expired (Revoked by Newer Login)");
        }
    }

    /// Whether the user has a newer session of the same application; each OAuth client is one.
    private static boolean superseded(Statements tx, Row session) {
        var client = session.id("oauth_client_id");
        return Sessions.of(tx, session.id("user_id")).stream()
                .filter(one -> Objects.equals(client, one.id("oauth_client_id")))
                .findFirst().filter(newest -> !newest.id("id").equals(session.id("id")))
                .isPresent();
    }

    private static boolean older(Instant moment, Duration max, Instant now) {
        return max != null && moment.plus(max).isBefore(now);
    }

    private String rotate(Statements tx, Row found, Row session, String token) {
        if (!config.rotation()) {
            return token;
        }
        var hash = Hashes.sha256(token);
        RefreshTokens.revoke(tx, found.number("id", 0), hash);
        var next = issuer.next(session.id("id"), token);
        RefreshTokens.insert(
                tx, Hashes.sha256(next), session.id("user_id"), session.id("id"), hash);
        return next;
    }

    /// The token that counts now, for the holder of one that was used; null where it must not be
    /// told.
    private String follow(Statements tx, Row used, Row session, String token) {
        int steps = older(used.instant("updated_at"), config.reuseWindow(), clock.now())
                ? 1 : STEPS_MAX;
        var successors = new LinkedHashMap<String, String>();
        var next = token;
        for (int step = 0; step < steps; step++) {
            next = issuer.next(session.id("id"), next);
            successors.put(Hashes.sha256(next), next);
        }
        var active = RefreshTokens.activeAmong(tx, session.id("id"), successors.keySet());
        return active == null ? null : successors.get(active.text("token"));
    }
}
