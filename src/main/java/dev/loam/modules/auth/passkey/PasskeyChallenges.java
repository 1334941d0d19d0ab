package dev.loam.modules.auth.passkey;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.webauthn.Challenge;
import java.util.Locale;
import java.util.UUID;

/// Challenges that wait for their answers: `auth.webauthn_challenges`. Each is for one purpose, and
/// a registration's for one user.
final class PasskeyChallenges {
    /// How many that nobody answered go when a new one comes: more than one, so that they grow
    /// fewer.
    private static final int SWEPT_MAX = 20;

    private PasskeyChallenges() {
    }

    enum Purpose {
        REGISTRATION, AUTHENTICATION;

        String sql() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `userId` is null where nobody is known yet.
    static Row insert(
            Statements tx, UUID id, UUID userId, Purpose purpose, Challenge challenge,
            long lifetimeSeconds) {
        tx.change("delete from auth.webauthn_challenges where id in (select id from"
                + " auth.webauthn_challenges where expires_at < now() order by expires_at"
                + " limit ?::bigint for update skip locked)", SWEPT_MAX);
        return tx.first("insert into auth.webauthn_challenges as c (id, user_id, challenge_type,"
                        + " session_data, created_at, expires_at) values (?::uuid, ?::uuid, ?,"
                        + " ?::jsonb, now(), now() + make_interval(secs => ?::bigint))"
                        + " returning to_jsonb(c)",
                id, userId, purpose.sql(), challenge.stored(), lifetimeSeconds);
    }

    /// Uses a challenge up, in a transaction of its own: whatever the answer is worth, there is no
    /// second one.
    static Challenge take(AuthDatabase database, UUID id, UUID userId, Purpose purpose) {
        var rows = database.run("delete from auth.webauthn_challenges c where c.id = ?::uuid"
                        + " and c.challenge_type = ? and c.user_id is not distinct from ?::uuid"
                        + " returning to_jsonb(c)"
                        + " || jsonb_build_object('fresh', c.expires_at >= now())",
                id, purpose.sql(), userId);
        if (rows.isEmpty()) {
            throw AuthCode.WEBAUTHN_CHALLENGE_NOT_FOUND.refusal();
        }
        if (!rows.getFirst().truth("fresh")) {
            throw AuthCode.WEBAUTHN_CHALLENGE_EXPIRED.refusal();
        }
        return Challenge.read(rows.getFirst().object("session_data"));
    }
}
