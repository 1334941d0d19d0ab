package dev.loam.modules.auth.server;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.store.Sessions.Beginning;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Pkce;
import java.util.regex.Pattern;

/// Makes a session of an authorization code.
///
/// A code serves once. Whoever brings it again holds a stolen one, or the first one did: the
/// session that was made from it ends. It is found by its id, which is the authorization's.
/// Source: OAuth 2.1 section 4.1.3; RFC 7636 section 4.6.
final class CodeExchange {
    private static final String METHOD = "oauth_provider/authorization_code";
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private final OAuthServerParts parts;

    CodeExchange(OAuthServerParts parts) {
        this.parts = parts;
    }

    /// What an exchange came to; a refusal is one that leaves its mark in the database.
    record Came(Issued issued, String scope, String nonce, Refusal refusal) {
    }

    Came exchange(Form form, Client client, Origin origin) {
        var code = form.required("code");
        var verifier = form.required("code_verifier");
        var redirectUri = form.required("redirect_uri");
        var came = parts.database().transact(tx -> {
            var found = Authorizations.byCode(tx, Hashes.sha256(code));
            if (found == null || !client.id().equals(found.id("client_id"))) {
                throw OAuthErrors.invalidGrant("Unknown authorization code");
            }
            if (!"approved".equals(found.text("status"))) {
                Sessions.delete(tx, found.id("id"));
                return new Came(null, null, null,
                        OAuthErrors.invalidGrant("The authorization code was used or revoked"));
            }
            check(found, verifier, redirectUri);
            Authorizations.end(tx, found.id("id"), "expired");
            var user = user(tx, found);
            return new Came(begun(tx, found, user, client, origin), found.text("scope"),
                    found.text("nonce"), null);
        });
        if (came.refusal() != null) {
            throw came.refusal();
        }
        return came;
    }

    private void check(Row found, String verifier, String redirectUri) {
        if (!found.instant("expires_at").isAfter(parts.clock().now())) {
            throw OAuthErrors.invalidGrant("The authorization code has expired");
        }
        if (!redirectUri.equals(found.text("redirect_uri"))) {
            throw OAuthErrors.invalidGrant("redirect_uri is not that of the authorization");
        }
        if (!VERIFIER.matcher(verifier).matches()
                || !new Pkce(found.text("code_challenge"), "s256").proven(verifier)) {
            throw OAuthErrors.invalidGrant("code_verifier does not match the challenge");
        }
    }

    private User user(Statements tx, Row found) {
        var user = Users.locked(tx, found.id("user_id"));
        if (user == null || user.instant("deleted_at") != null
                || user.bannedAt(parts.clock().now())) {
            throw OAuthErrors.invalidGrant("The person may not sign in");
        }
        return user;
    }

    private Issued begun(Statements tx, Row found, User user, Client client, Origin origin) {
        AuditLog.write(tx, "login", user, origin.address(), Answers.object()
                .put("provider", METHOD).put("client_id", client.id().toString()));
        return parts.sessions().begin(tx, user, new Beginning(found.id("id"), user.id(), METHOD,
                origin, client.id(), found.text("scope")));
    }
}
