package dev.loam.modules.auth.account;

import dev.loam.modules.auth.wire.Answers;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// An account to be made.
///
/// - `id`: null for a fresh one.
/// - `provider`: the way in: `email`, `phone`, another service, or null for nobody's name.
/// - `email`, `phone`, `passwordHash`: null for none.
/// - `audience`, `role`: null for the usual ones.
/// - `userMetadata`, `appMetadata`: beside what every account has.
public record NewAccount(
        UUID id, String provider, String email, String phone, String passwordHash,
        String audience, String role, ObjectNode userMetadata, ObjectNode appMetadata,
        boolean anonymous) {
    public static NewAccount ofEmail(String email, String passwordHash, ObjectNode data) {
        return new NewAccount(null, "email", email, null, passwordHash, null, null,
                given(data), Answers.object(), false);
    }

    public static NewAccount ofPhone(String phone, String passwordHash, ObjectNode data) {
        return new NewAccount(null, "phone", null, phone, passwordHash, null, null,
                given(data), Answers.object(), false);
    }

    static NewAccount anonymous(ObjectNode data) {
        return new NewAccount(null, null, null, null, null, null, null,
                given(data), Answers.object(), true);
    }

    /// The same with other addresses.
    NewAccount under(String otherEmail, String otherPhone) {
        return new NewAccount(id, provider, otherEmail, otherPhone, passwordHash, audience, role,
                userMetadata, appMetadata, anonymous);
    }

    private static ObjectNode given(ObjectNode data) {
        return Metadata.own(Answers.object(), data);
    }

    /// It may hold the hash of a password.
    @Override
    public String toString() {
        return "NewAccount[***]";
    }
}
