package dev.loam.modules.auth.admin;

import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.OneTimeTokens;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;

/// Deletes an account but for its row, to which others may refer: what names the person is replaced
/// by hashes, so that the addresses are free again, and every way in is closed.
final class Deletion {
    private Deletion() {
    }

    static void softly(Statements tx, User user) {
        Sessions.deleteAll(tx, user.id());
        OneTimeTokens.dropAll(tx, user.id());
        tx.change("delete from auth.mfa_factors where user_id = ?::uuid", user.id());
        tx.change("delete from auth.webauthn_credentials where user_id = ?::uuid", user.id());
        tx.change("update auth.identities set provider_id = encode(sha256(convert_to("
                + "id::text || provider_id, 'UTF8')), 'hex'), identity_data = '{}', updated_at"
                + " = now() where user_id = ?::uuid", user.id());
        Users.update(tx, user.id(), new Changes()
                .text("email", hidden(user, user.email()))
                // The column has room for fifteen characters in databases of some age.
                .text("phone", user.phone() == null ? null
                        : hidden(user, user.phone()).substring(0, 15))
                .text("encrypted_password", "")
                .text("email_change", "").text("phone_change", "")
                .json("raw_user_meta_data", Answers.object())
                .json("raw_app_meta_data", Answers.object())
                .now("deleted_at"));
    }

    private static String hidden(User user, String address) {
        return address == null ? null : Hashes.sha256(user.id() + address);
    }
}
