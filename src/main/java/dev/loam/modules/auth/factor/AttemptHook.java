package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.UUID;

/// Is told of each attempt with a factor, and may turn it down.
@FunctionalInterface
public interface AttemptHook {
    AttemptHook NONE = (_, _, _, _, _) -> null;

    /// Null to go on, or the message with which the attempt is rejected; then all sessions of the
    /// user end. `factorType` is `totp`, `phone` or `webauthn`, and `valid` whether the proof is
    /// good.
    String rejection(Statements tx, UUID userId, UUID factorId, String factorType, boolean valid);
}
