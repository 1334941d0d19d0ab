package dev.loam.modules.auth.session;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.wire.Answers;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// An account as the API shows it.
public final class UserJson {
    private UserJson() {
    }

    /// With its identities and factors.
    public static ObjectNode of(Statements tx, User user) {
        var belongings = tx.first("select jsonb_build_object('identities', (select"
                        + " jsonb_agg(to_jsonb(i) order by i.created_at, i.id)"
                        + " from auth.identities i where i.user_id = ?::uuid), 'factors', (select"
                        + " jsonb_agg(to_jsonb(f) order by f.created_at, f.id)"
                        + " from auth.mfa_factors f where f.user_id = ?::uuid))",
                user.id(), user.id());
        return of(user, belongings.rows("identities"), belongings.rows("factors"));
    }

    /// With those given.
    public static ObjectNode of(User user, List<Row> identities, List<Row> factors) {
        var json = Answers.object();
        json.put("id", user.id().toString());
        json.put("aud", text(user.row().text("aud")));
        json.put("role", text(user.role()));
        json.put("email", text(user.email()));
        moment(json, user, "email_confirmed_at");
        moment(json, user, "invited_at");
        json.put("phone", text(user.phone()));
        for (var column : List.of("phone_confirmed_at", "confirmation_sent_at", "confirmed_at",
                "recovery_sent_at")) {
            moment(json, user, column);
        }
        change(json, "new_email", user.emailChange(), user, "email_change_sent_at");
        change(json, "new_phone", user.phoneChange(), user, "phone_change_sent_at");
        moment(json, user, "reauthentication_sent_at");
        moment(json, user, "last_sign_in_at");
        json.set("app_metadata", user.appMetadata());
        json.set("user_metadata", user.userMetadata());
        if (!factors.isEmpty()) {
            var array = json.putArray("factors");
            factors.forEach(factor -> array.add(factor(factor)));
        }
        var array = json.putArray("identities");
        identities.forEach(identity -> array.add(identity(identity)));
        for (var column : List.of("created_at", "updated_at", "banned_until", "deleted_at")) {
            moment(json, user, column);
        }
        json.put("is_anonymous", user.anonymous());
        return json;
    }

    public static ObjectNode identity(Row identity) {
        var json = Answers.object();
        json.put("identity_id", identity.text("id"));
        json.put("id", identity.text("provider_id"));
        json.put("user_id", identity.text("user_id"));
        json.set("identity_data", identity.object("identity_data"));
        json.put("provider", identity.text("provider"));
        for (var column : List.of("last_sign_in_at", "created_at", "updated_at")) {
            Moments.write(json, column, identity.instant(column));
        }
        if (identity.text("email") != null) {
            json.put("email", identity.text("email"));
        }
        return json;
    }

    public static ObjectNode factor(Row factor) {
        var json = Answers.object();
        json.put("id", factor.text("id"));
        Moments.write(json, "created_at", factor.instant("created_at"));
        Moments.write(json, "updated_at", factor.instant("updated_at"));
        json.put("status", factor.text("status"));
        if (factor.text("friendly_name") != null) {
            json.put("friendly_name", factor.text("friendly_name"));
        }
        json.put("factor_type", factor.text("factor_type"));
        if (factor.text("phone") != null) {
            json.put("phone", factor.text("phone"));
        }
        Moments.write(json, "last_challenged_at", factor.instant("last_challenged_at"));
        return json;
    }

    private static void moment(ObjectNode json, User user, String column) {
        Moments.write(json, column, user.instant(column));
    }

    private static void change(
            ObjectNode json, String name, String address, User user, String sentAt) {
        if (address != null) {
            json.put(name, address);
        }
        moment(json, user, sentAt);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
