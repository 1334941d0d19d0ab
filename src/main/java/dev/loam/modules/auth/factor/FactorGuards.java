package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// What factors need from the rest of the module.
///
/// - `sender`: carries codes to telephones.
/// - `limits`: refuse attempts that come too often. They count per factor and not per address: who
///   has a stolen password and a thousand addresses shall not have a thousand times the attempts.
/// - `hook`: is told of each attempt and may turn it down.
public record FactorGuards(CodeSender sender, Limits limits, AttemptHook hook) {
    /// Sends a code; what cannot be sent is refused.
    @FunctionalInterface
    public interface CodeSender {
        /// `channel` is `sms` or `whatsapp`; `user` is the account as its owner sees it.
        void send(String phone, String channel, String code, ObjectNode user);
    }

    /// Has a say in an attempt: null to go on, or the message with which it is rejected and all
    /// sessions of the user end.
    @FunctionalInterface
    public interface AttemptHook {
        AttemptHook NONE = (_, _, _, _, _) -> null;

        String rejection(
                Statements tx, UUID userId, UUID factorId, String factorType, boolean valid);
    }
}
