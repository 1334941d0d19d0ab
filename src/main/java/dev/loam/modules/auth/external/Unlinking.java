package dev.loam.modules.auth.external;

import dev.loam.modules.auth.account.Metadata;
import dev.loam.modules.auth.account.SecurityNotices;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.Identities;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.ports.web.HttpResponse;
import java.util.Optional;

/// `DELETE /user/identities/{identity_id}`: one way less into the account, never the last one.
///
/// With the identity of an address the address goes, unless another identity has the same one
/// verified; and with it the password, which was a way in by that address.
final class Unlinking {
    private final ExternalParts parts;

    Unlinking(ExternalParts parts) {
        this.parts = parts;
    }

    HttpResponse answer(Ask ask) {
        if (!parts.config().manualLinkingEnabled()) {
            throw AuthCode.MANUAL_LINKING_DISABLED.refusal();
        }
        var bearer = parts.bearers().bearer(ask);
        var id = ask.pathId("identity_id");
        var notice = parts.database().transact(tx -> {
            var signed = parts.bearers().signed(tx, bearer);
            AssuranceLevel.refuseUnlessReached(tx, signed);
            var user = signed.user();
            var all = Identities.of(tx, user.id());
            var identity = all.stream().filter(one -> id.equals(one.id("id"))).findFirst()
                    .orElseThrow(AuthCode.IDENTITY_NOT_FOUND::refusal);
            if (all.size() < 2) {
                throw AuthCode.SINGLE_IDENTITY_NOT_DELETABLE.refusal();
            }
            Identities.delete(tx, id);
            var provider = identity.text("provider");
            var after = Users.update(tx, user.id(), without(tx, user, provider)
                    .json("raw_app_meta_data", Metadata.withProviders(user.appMetadata(),
                            Admission.providers(tx, user.id()))));
            AuditLog.write(tx, "identity_unlinked", user, ask.address(),
                    Answers.object().put("provider", provider));
            return Optional.ofNullable(SecurityNotices.identityUnlinked(
                    UserJson.of(tx, after), user.email(), provider));
        });
        parts.sending().inform(notice.orElse(null));
        return Answers.empty();
    }

    private static Changes without(Statements tx, User user, String provider) {
        return switch (provider) {
            case "phone" -> new Changes().none("phone").none("phone_confirmed_at");
            case "email" -> withoutEmail(tx, user);
            default -> new Changes();
        };
    }

    private static Changes withoutEmail(Statements tx, User user) {
        var changes = new Changes().text("encrypted_password", "");
        boolean proven = Identities.of(tx, user.id()).stream()
                .anyMatch(one -> hasVerified(one, user.email()));
        return proven ? changes : changes.none("email").none("email_confirmed_at");
    }

    private static boolean hasVerified(Row identity, String email) {
        var data = identity.object("identity_data");
        return email != null && email.equals(identity.text("email"))
                && data.path("email_verified").asBoolean(false);
    }
}
