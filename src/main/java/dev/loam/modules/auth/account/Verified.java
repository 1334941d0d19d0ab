package dev.loam.modules.auth.account;

import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.store.User;

/// What a code or link that was right came to.
public sealed interface Verified {
    /// The user is known and signed in. `issued` is null where the session is to be fetched with a
    /// verifier later, and `notice` where nothing of the account has changed.
    record Whole(User user, Issued issued, Notice notice) implements Verified {
        Whole(User user, Issued issued) {
            this(user, issued, null);
        }

        Whole with(Notice told) {
            return new Whole(user, issued, told);
        }
    }

    /// The first of two addresses has agreed to a change.
    record Halfway(User user) implements Verified {
    }
}
