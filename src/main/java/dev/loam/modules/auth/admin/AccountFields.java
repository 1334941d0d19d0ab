package dev.loam.modules.auth.admin;

import dev.loam.modules.auth.account.Accounts;
import dev.loam.modules.auth.account.Addresses;
import dev.loam.modules.auth.account.Metadata;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.password.PasswordPolicy;
import dev.loam.modules.auth.password.Passwords;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Fields;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/// What an administrator may say of an account, read and checked.
///
/// - `passwordHash`: of a password, or as it was imported; null for no change.
/// - `banned`, `banDuration`: whether a ban is spoken of, and for how long; null lifts it.
/// - The rest is null where it is not spoken of.
record AccountFields(
        String email, String phone, String passwordHash, String audience, String role,
        boolean emailConfirmed, boolean phoneConfirmed, ObjectNode userMetadata,
        ObjectNode appMetadata, boolean banned, Duration banDuration) {
    /// Makes a hash where a password is given, so not inside of a transaction.
    static AccountFields read(Fields body, Passwords passwords, PasswordPolicy policy) {
        var ban = body.text("ban_duration");
        return new AccountFields(
                Addresses.email(body.text("email")), Addresses.phone(body.text("phone")),
                hash(body, passwords, policy), body.text("aud"), body.text("role"),
                body.truth("email_confirm", false), body.truth("phone_confirm", false),
                body.object("user_metadata"), body.object("app_metadata"),
                ban != null && !ban.isEmpty(),
                ban == null || ban.isEmpty() ? null : Bans.duration(ban));
    }

    private static String hash(Fields body, Passwords passwords, PasswordPolicy policy) {
        var password = body.text("password");
        var imported = body.text("password_hash");
        if (password != null && imported != null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Only a password or a password hash should be provided");
        }
        if (imported != null) {
            if (!passwords.acceptable(imported)) {
                throw AuthCode.VALIDATION_FAILED.refusal("password_hash must be a bcrypt, Argon2 or"
                        + " Firebase scrypt hash of bounded cost");
            }
            return imported;
        }
        if (password == null || password.isEmpty()) {
            return null;
        }
        policy.check(password);
        return passwords.hash(password);
    }

    /// Puts everything but new addresses onto an account.
    User onto(Statements tx, Accounts accounts, User before, Clock clock) {
        var user = before;
        if (emailConfirmed && user.email() != null && !user.emailConfirmed()) {
            user = accounts.confirmEmail(tx, user);
        }
        if (phoneConfirmed && user.phone() != null && !user.phoneConfirmed()) {
            user = accounts.confirmPhone(tx, user);
        }
        var changes = new Changes();
        if (passwordHash != null) {
            changes.text("encrypted_password", passwordHash);
        }
        if (audience != null) {
            changes.text("aud", audience);
        }
        if (role != null) {
            changes.text("role", role);
        }
        if (userMetadata != null) {
            changes.json("raw_user_meta_data",
                    Metadata.merged(user.userMetadata(), userMetadata));
        }
        if (appMetadata != null) {
            changes.json("raw_app_meta_data", Metadata.merged(user.appMetadata(), appMetadata));
        }
        if (banned) {
            changes.moment("banned_until",
                    banDuration == null ? null : clock.now().plus(banDuration));
        }
        return changes.isEmpty() ? user : Users.update(tx, user.id(), changes);
    }

    /// It may hold the hash of a password.
    @Override
    public String toString() {
        return "AccountFields[***]";
    }
}
