package dev.loam.kernel.admission;

import dev.loam.kernel.identity.Caller;
import java.util.Set;

/// Who goes before whom when there is not enough room for all.
///
/// What watches and runs the process itself (health, figures, the admin port) is not among them:
/// it asks for no place.
public enum Priority {
    /// The project's own services.
    SERVICE,
    /// People who have signed in, and keys.
    AUTHENTICATED,
    /// Everybody else.
    ANONYMOUS;

    /// `services` are the roles that go first.
    static Priority of(Caller caller, Set<String> services) {
        if (caller == null || caller.anonymous()) {
            return ANONYMOUS;
        }
        return services.contains(caller.role()) ? SERVICE : AUTHENTICATED;
    }
}
