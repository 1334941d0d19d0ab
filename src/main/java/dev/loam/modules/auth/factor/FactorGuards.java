package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.wire.Ask;
import java.util.UUID;

/// What factors need from the rest of the module.
///
/// - `sender`: carries codes to telephones.
/// - `limit`: refuses attempts that come too often.
/// - `hook`: is told of each attempt and may turn it down.
public record FactorGuards(CodeSender sender, AttemptLimit limit, AttemptHook hook) {
    /// Sends a code; what cannot be sent is refused.
    @FunctionalInterface
    public interface CodeSender {
        /// `channel` is `sms` or `whatsapp`; `text` is the message with the code in it.
        void send(User user, String phone, String channel, String text, String code);
    }

    /// Counts an attempt with a factor, or with the recovery codes of a user.
    @FunctionalInterface
    public interface AttemptLimit {
        void count(Ask ask, UUID factorOrUser);
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
