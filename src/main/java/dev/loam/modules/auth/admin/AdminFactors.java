package dev.loam.modules.auth.admin;

import dev.loam.modules.auth.account.Addresses;
import dev.loam.modules.auth.account.SecurityNotices;
import dev.loam.modules.auth.account.Sending;
import dev.loam.modules.auth.factor.Factor;
import dev.loam.modules.auth.factor.Factors;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.passkey.Passkeys;
import dev.loam.modules.auth.session.Bearer;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.modules.auth.wire.Fields;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/users/{user_id}/factors` and `/passkeys`: for people who have lost a telephone or a key.
public final class AdminFactors {
    private static final int NAME_CHARS_MAX = 255;

    private final AuthDatabase database;
    private final Bearers bearers;
    private final Sending sending;

    public AdminFactors(AuthDatabase database, Bearers bearers, Sending sending) {
        this.database = database;
        this.bearers = bearers;
        this.sending = sending;
    }

    public void addTo(Endpoints.Builder endpoints) {
        endpoints.on("GET", "/admin/users/{user_id}/factors", this::list)
                .on("PUT", "/admin/users/{user_id}/factors/{factor_id}", this::change)
                .on("DELETE", "/admin/users/{user_id}/factors/{factor_id}", this::delete)
                .on("GET", "/admin/users/{user_id}/passkeys", this::passkeys)
                .on("DELETE", "/admin/users/{user_id}/passkeys/{passkey_id}",
                        this::deletePasskey);
    }

    private HttpResponse list(Ask ask) {
        bearers.admin(ask);
        var userId = ask.pathId("user_id");
        var factors = Answers.JSON.createArrayNode();
        database.transact(tx -> Factors.of(tx, AdminUsers.existing(tx, userId).id()))
                .forEach(factor -> factors.add(UserJson.factor(factor.row())));
        return Answers.json(factors);
    }

    private HttpResponse change(Ask ask) {
        var admin = bearers.admin(ask);
        var userId = ask.pathId("user_id");
        var name = name(ask.body());
        var phone = Addresses.phone(ask.body().text("phone"));
        return Answers.json(database.transact(tx -> {
            AdminUsers.existing(tx, userId);
            var factor = Factors.require(tx, userId, ask.pathId("factor_id"));
            refuseUnfit(factor, Factors.of(tx, userId), name, phone);
            var changed = Factors.rename(tx, factor.id(), name, phone);
            note(tx, ask, admin, "factor_updated", factor);
            return UserJson.factor(changed.row());
        }));
    }

    private static String name(Fields body) {
        var name = body.text("friendly_name");
        if (name != null && name.length() > NAME_CHARS_MAX) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "friendly_name must have at most " + NAME_CHARS_MAX + " characters");
        }
        return name;
    }

    private static void refuseUnfit(
            Factor factor, List<Factor> all, String name, String phone) {
        var others = all.stream().filter(other -> !other.id().equals(factor.id())).toList();
        if (name != null && !name.isBlank()
                && others.stream().anyMatch(other -> name.equals(other.name()))) {
            throw AuthCode.MFA_FACTOR_NAME_CONFLICT.refusal();
        }
        if (phone != null && factor.phone() == null) {
            throw AuthCode.VALIDATION_FAILED.refusal("Only a factor of type phone has a phone");
        }
        if (phone != null
                && others.stream().anyMatch(other -> Objects.equals(phone, other.phone()))) {
            throw AuthCode.MFA_VERIFIED_FACTOR_EXISTS.refusal();
        }
    }

    /// A factor that is gone, and what its owner is told; null for nothing.
    private record Gone(ObjectNode json, Notice notice) {
    }

    private HttpResponse delete(Ask ask) {
        var admin = bearers.admin(ask);
        var userId = ask.pathId("user_id");
        var gone = database.transact(tx -> {
            var user = AdminUsers.existing(tx, userId);
            var factor = Factors.require(tx, userId, ask.pathId("factor_id"));
            Factors.delete(tx, factor);
            note(tx, ask, admin, "factor_deleted", factor);
            var json = UserJson.factor(factor.row());
            return new Gone(json, !factor.verified() ? null : SecurityNotices.factorUnenrolled(
                    UserJson.of(tx, user), json.path("factor_type").asString()));
        });
        sending.inform(gone.notice());
        return Answers.json(gone.json());
    }

    private static void note(
            Statements tx, Ask ask, Bearer admin, String action, Factor factor) {
        AdminUsers.note(tx, ask, admin, action, Answers.object()
                .put("user_id", factor.userId().toString())
                .put("factor_id", factor.id().toString()));
    }

    private HttpResponse passkeys(Ask ask) {
        bearers.admin(ask);
        var userId = ask.pathId("user_id");
        var passkeys = Answers.JSON.createArrayNode();
        database.transact(tx -> Passkeys.of(tx, AdminUsers.existing(tx, userId).id()))
                .forEach(passkey -> passkeys.add(passkey.json()));
        return Answers.json(passkeys);
    }

    private HttpResponse deletePasskey(Ask ask) {
        var admin = bearers.admin(ask);
        var userId = ask.pathId("user_id");
        var id = ask.pathId("passkey_id");
        database.transact(tx -> {
            AdminUsers.existing(tx, userId);
            Passkeys.delete(tx, userId, id);
            AdminUsers.note(tx, ask, admin, "passkey_deleted", Answers.object()
                    .put("user_id", userId.toString()).put("passkey_id", id.toString()));
            return id;
        });
        return Answers.nothing();
    }
}
