package dev.loam.modules.auth.server;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Authorizations from the request to the use of their code: `auth.oauth_authorizations`.
///
/// One is `pending` until its person decides, then `approved` with the hash of a code, and
/// `expired` once that is used. Its id becomes that of the session that is made from the code.
final class Authorizations {
    private static final String SELECT =
            "select to_jsonb(a) from auth.oauth_authorizations a where ";
    /// How long one is kept that has ended, so that the second use of a code is noticed.
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int SWEPT_MAX = 100;

    private Authorizations() {
    }

    /// When one begins and until when it waits.
    record Span(Instant from, Instant until) {
        static Span of(Instant from, Duration lifetime) {
            return new Span(from, from.plus(lifetime));
        }
    }

    /// `name` is what the page that asks the person knows it by.
    record Asked(UUID id, String name, UUID clientId, String redirectUri, String state) {
    }

    static void insert(Statements tx, Asked asked, AuthorizationRequest request, Span span) {
        tx.change("insert into auth.oauth_authorizations (id, authorization_id, client_id,"
                        + " redirect_uri, state, scope, resource, nonce, code_challenge,"
                        + " code_challenge_method, created_at, expires_at) values (?::uuid, ?,"
                        + " ?::uuid, ?, ?, ?, ?, ?, ?, 's256', ?::timestamptz, ?::timestamptz)",
                asked.id(), asked.name(), asked.clientId(), asked.redirectUri(), asked.state(),
                request.scope(), request.resource(), request.nonce(), request.challenge(),
                span.from(), span.until());
    }

    /// Removes some that ended long ago, and some that nobody decided.
    static void sweep(Statements tx, Instant now) {
        tx.change("delete from auth.oauth_authorizations where id in (select id"
                        + " from auth.oauth_authorizations where status = 'pending'"
                        + " and expires_at < ?::timestamptz or expires_at < ?::timestamptz"
                        + " limit ?::bigint for update skip locked)",
                now, now.minus(KEPT), SWEPT_MAX);
    }

    /// Locked; null for none.
    static Row byName(Statements tx, String name) {
        return name.indexOf('\0') >= 0 ? null
                : tx.first(SELECT + "a.authorization_id = ? for update", name);
    }

    /// Locked; null for none.
    static Row byCode(Statements tx, String codeHash) {
        return tx.first(SELECT + "a.authorization_code = ? for update", codeHash);
    }

    static void bind(Statements tx, UUID id, UUID userId) {
        tx.change("update auth.oauth_authorizations set user_id = ?::uuid where id = ?::uuid",
                userId, id);
    }

    static void approve(Statements tx, UUID id, String codeHash, Span span) {
        tx.change("update auth.oauth_authorizations set status = 'approved',"
                        + " authorization_code = ?, approved_at = ?::timestamptz,"
                        + " expires_at = ?::timestamptz where id = ?::uuid",
                codeHash, span.from(), span.until(), id);
    }

    /// `status` is `denied` or `expired`.
    static void end(Statements tx, UUID id, String status) {
        tx.change("update auth.oauth_authorizations set"
                + " status = ?::auth.oauth_authorization_status where id = ?::uuid", status, id);
    }

    /// Those of a person and an application that could still become sessions.
    static void endAll(Statements tx, UUID userId, UUID clientId) {
        tx.change("update auth.oauth_authorizations set status = 'expired' where user_id = ?::uuid"
                + " and client_id = ?::uuid and status in ('pending', 'approved')",
                userId, clientId);
    }
}
