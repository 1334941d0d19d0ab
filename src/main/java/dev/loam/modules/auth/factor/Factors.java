package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.webauthn.Credential;
import java.util.List;
import java.util.UUID;

/// Second factors: `auth.mfa_factors`, and which codes of theirs were used: `loam.totp_uses`.
public final class Factors {
    private static final String SELECT = "select to_jsonb(f) from auth.mfa_factors f where ";
    private static final long UNVERIFIED_SECONDS_MAX = 300;

    private Factors() {
    }

    /// Those of a user, the first made first.
    public static List<Factor> of(Statements tx, UUID userId) {
        return tx.rows(SELECT + "f.user_id = ?::uuid order by f.created_at, f.id", userId)
                .stream().map(Factor::new).toList();
    }

    /// One of a user's own.
    public static Factor require(Statements tx, UUID userId, UUID id) {
        var row = tx.first(SELECT + "f.id = ?::uuid and f.user_id = ?::uuid for update",
                id, userId);
        if (row == null) {
            throw AuthCode.MFA_FACTOR_NOT_FOUND.refusal();
        }
        return new Factor(row);
    }

    /// Gives a factor another name or number; null for the one it has.
    public static Factor rename(Statements tx, UUID id, String name, String phone) {
        return new Factor(tx.first("update auth.mfa_factors f set"
                        + " friendly_name = coalesce(?, friendly_name),"
                        + " phone = coalesce(?, phone), updated_at = now()"
                        + " where f.id = ?::uuid returning to_jsonb(f)", name, phone, id));
    }

    /// Takes a factor away, and from the sessions that it raised what they had from it. With the
    /// last verified one go the recovery codes, which stood in for it.
    public static void delete(Statements tx, Factor factor) {
        tx.change("delete from auth.mfa_amr_claims c using auth.sessions s"
                + " where c.session_id = s.id and s.factor_id = ?::uuid"
                + " and c.authentication_method = ?", factor.id(), factor.kind().method());
        tx.change("update auth.sessions set aal = 'aal1', factor_id = null, updated_at = now()"
                + " where factor_id = ?::uuid", factor.id());
        tx.change("delete from auth.mfa_factors where id = ?::uuid", factor.id());
        if (of(tx, factor.userId()).stream().noneMatch(Factor::verified)) {
            tx.change("update auth.sessions set aal = 'aal1', factor_id = null,"
                    + " updated_at = now() where user_id = ?::uuid and aal <> 'aal1'",
                    factor.userId());
            RecoveryCodes.deleteAll(tx, factor.userId());
        }
    }

    static Factor insert(
            Statements tx, UUID id, UUID userId, FactorKind kind, String name, String secret,
            String phone) {
        return new Factor(tx.first("insert into auth.mfa_factors as f (id, user_id, factor_type,"
                        + " status, friendly_name, secret, phone, created_at, updated_at)"
                        + " values (?::uuid, ?::uuid, ?::auth.factor_type, 'unverified', ?, ?, ?,"
                        + " now(), now()) returning to_jsonb(f)",
                id, userId, kind.code(), name, secret, phone));
    }

    /// Factors that were begun and given up.
    static void deleteStale(Statements tx, UUID userId) {
        tx.change("delete from auth.mfa_factors where user_id = ?::uuid and status = 'unverified'"
                + " and created_at < now() - make_interval(secs => ?::bigint)",
                userId, UNVERIFIED_SECONDS_MAX);
    }

    static void deleteUnverified(Statements tx, UUID userId) {
        tx.change("delete from auth.mfa_factors where user_id = ?::uuid"
                + " and status = 'unverified'", userId);
    }

    /// From now on it counts.
    static void verified(Statements tx, UUID id) {
        tx.change("update auth.mfa_factors set status = 'verified', updated_at = now()"
                + " where id = ?::uuid", id);
    }

    static void keep(Statements tx, UUID id, Credential credential) {
        tx.change("update auth.mfa_factors set web_authn_credential = ?::jsonb,"
                        + " web_authn_aaguid = ?::uuid, updated_at = now() where id = ?::uuid",
                StoredCredential.write(credential), credential.aaguid(), id);
    }

    /// Notes that a code of a step was used; false where one of that step or a later one was
    /// already. Of two who come at once, one gets true.
    static boolean use(Statements tx, UUID factorId, long step) {
        return tx.first("insert into loam.totp_uses as u (factor_id, step)"
                        + " values (?::uuid, ?::bigint) on conflict (factor_id) do update"
                        + " set step = excluded.step where u.step < excluded.step"
                        + " returning to_jsonb(u)", factorId, step) != null;
    }
}
