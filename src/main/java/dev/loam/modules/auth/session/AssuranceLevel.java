package dev.loam.modules.auth.session;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.store.AuthDatabase.Statements;

/// How sure it is who is behind a session: `aal1` for one factor, `aal2` for two. The session's row
/// says it, since tokens outlive changes.
public final class AssuranceLevel {
    private AssuranceLevel() {
    }

    /// Whether a session has two factors.
    public static boolean high(Signed signed) {
        return signed.session() != null && "aal2".equals(signed.session().text("aal"));
    }

    /// Whether a session has shown all factors that its user has. A token of no session has shown
    /// none.
    public static boolean reached(Statements tx, Signed signed) {
        return high(signed) || !tx.first("select jsonb_build_object('more', exists(select"
                + " from auth.mfa_factors f where f.user_id = ?::uuid"
                + " and f.status = 'verified'))", signed.user().id()).truth("more");
    }

    public static void refuseUnlessReached(Statements tx, Signed signed) {
        if (!reached(tx, signed)) {
            throw AuthCode.INSUFFICIENT_AAL.refusal();
        }
    }
}
