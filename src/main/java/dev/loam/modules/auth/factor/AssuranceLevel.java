package dev.loam.modules.auth.factor;

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

    /// Refuses a session with one factor of a user who has a second one.
    public static void refuseUnlessReached(Statements tx, Signed signed) {
        if (!high(signed)
                && Factors.of(tx, signed.user().id()).stream().anyMatch(Factor::verified)) {
            throw AuthCode.INSUFFICIENT_AAL.refusal();
        }
    }
}
