package dev.loam.modules.auth.session;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.User;
import tools.jackson.databind.node.ObjectNode;

/// Has a say in the claims of an access token before it is signed. What it refuses it throws.
@FunctionalInterface
public interface ClaimsHook {
    ClaimsHook NONE = (_, _, claims, _) -> claims;

    /// The claims to sign; `method` is the one by which the session's user came.
    ObjectNode claims(Statements tx, User user, ObjectNode claims, String method);
}
