package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Sessions;
import java.util.UUID;

/// Raises a session to two factors, with new tokens. The user's sessions of one factor end, since
/// whoever holds them has shown less; so do factors that were begun and not verified.
final class RaiseSession {
    private final SessionIssuer issuer;

    RaiseSession(SessionIssuer issuer) {
        this.issuer = issuer;
    }

    /// `factorId` is null for a recovery code.
    Issued raise(Statements tx, Signed signed, UUID factorId, String method) {
        var session = signed.session().id("id");
        var user = signed.user();
        Sessions.raise(tx, session, "aal2", factorId);
        Sessions.used(tx, session, method);
        Factors.deleteUnverified(tx, user.id());
        tx.change("delete from auth.sessions where user_id = ?::uuid and id <> ?::uuid"
                + " and coalesce(aal, 'aal1') = 'aal1'", user.id(), session);
        return issuer.renew(tx, user, session);
    }
}
