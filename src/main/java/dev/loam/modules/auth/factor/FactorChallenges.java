package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Challenges that wait for their answers: `auth.mfa_challenges`.
final class FactorChallenges {
    private FactorChallenges() {
    }

    /// Adds one, and drops those of the factor that nobody can answer any more. `code` is a hash
    /// and `webauthn` what was asked; both may be null.
    static Row insert(
            Statements tx, UUID id, UUID factorId, String address, String code,
            ObjectNode webauthn, long secondsMax) {
        tx.change("delete from auth.mfa_challenges where factor_id = ?::uuid"
                + " and created_at < now() - make_interval(secs => ?::bigint)",
                factorId, secondsMax);
        tx.change("update auth.mfa_factors set last_challenged_at = clock_timestamp()"
                + " where id = ?::uuid", factorId);
        return tx.first("insert into auth.mfa_challenges as c (id, factor_id, created_at,"
                        + " ip_address, otp_code, web_authn_session_data) values (?::uuid,"
                        + " ?::uuid, now(), ?::inet, ?, ?::jsonb) returning to_jsonb(c)",
                id, factorId, address, code, webauthn);
    }

    /// A challenge of a factor, null for none; `fresh` tells whether it can still be answered.
    static Row find(Statements tx, UUID id, UUID factorId, long secondsMax) {
        return tx.first("select to_jsonb(c) || jsonb_build_object('fresh', c.verified_at is null"
                        + " and c.created_at >= now() - make_interval(secs => ?::bigint))"
                        + " from auth.mfa_challenges c where c.id = ?::uuid"
                        + " and c.factor_id = ?::uuid for update",
                secondsMax, id, factorId);
    }

    static void answered(Statements tx, UUID id) {
        tx.change("update auth.mfa_challenges set verified_at = now() where id = ?::uuid", id);
    }

    static void delete(Statements tx, UUID id) {
        tx.change("delete from auth.mfa_challenges where id = ?::uuid", id);
    }
}
