package dev.loam.modules.auth.account;

import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.store.User;

/// What a code or link that was right came to.
public sealed interface Verified {
    /// The user is known and signed in. `issued` is null where the session is to be fetched with a
    /// verifier later.
    record Whole(User user, Issued issued) implements Verified {
    }

    /// The first of two addresses has agreed to a change.
    record Halfway(User user) implements Verified {
    }
}
