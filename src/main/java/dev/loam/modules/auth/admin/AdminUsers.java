package dev.loam.modules.auth.admin;

import dev.loam.modules.auth.account.Accounts;
import dev.loam.modules.auth.account.NewAccount;
import dev.loam.modules.auth.account.SecurityNotices;
import dev.loam.modules.auth.account.Sending;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.password.PasswordPolicy;
import dev.loam.modules.auth.password.Passwords;
import dev.loam.modules.auth.session.Bearer;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Answered;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.OneTimeTokens;
import dev.loam.modules.auth.store.OneTimeTokens.Purpose;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/users`: accounts, listed, made, changed, banned and deleted.
public final class AdminUsers {
    private final Parts parts;

    public AdminUsers(Parts parts) {
        this.parts = parts;
    }

    /// What the administration of accounts needs.
    public record Parts(
            AuthConfig config, AuthDatabase database, Bearers bearers, Accounts accounts,
            Passwords passwords, PasswordPolicy policy, Sending sending, Clock clock) {
    }

    public void addTo(Endpoints.Builder endpoints) {
        endpoints.on("GET", "/admin/users", this::list)
                .on("POST", "/admin/users", this::create)
                .on("GET", "/admin/users/{user_id}", this::read)
                .on("PUT", "/admin/users/{user_id}", this::update)
                .on("DELETE", "/admin/users/{user_id}", this::delete)
                .on("POST", "/admin/users/{user_id}/logout", this::signOut);
    }

    private HttpResponse list(Ask ask) {
        parts.bearers.admin(ask);
        var pages = Pages.of(ask, parts.config.prefix() + "/admin/users");
        var filter = ask.query().first("filter");
        var wanted = filter == null || filter.isBlank() ? null : filter.strip();
        return parts.database.transact(tx -> {
            var json = Answers.object();
            var users = json.putArray("users");
            Users.page(tx, wanted, pages.offset(), pages.perPage())
                    .forEach(user -> users.add(UserJson.of(tx, user)));
            json.put("aud", parts.config.tokens().audience());
            return Answers.json(200, json, pages.fields(Users.count(tx, wanted)));
        });
    }

    private HttpResponse create(Ask ask) {
        var admin = parts.bearers.admin(ask);
        var body = ask.body();
        var fields = AccountFields.read(body, parts.passwords, parts.policy);
        if (fields.email() == null && fields.phone() == null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Cannot create a user without either an email or phone");
        }
        var id = body.id("id");
        return parts.database.transact(ask.exchange().keeping(), Answered.ITSELF, tx -> {
            refuseTaken(tx, fields, null);
            if (id != null && Users.byId(tx, id) != null) {
                throw AuthCode.USER_ALREADY_EXISTS.refusal("A user with this id already exists");
            }
            var provider = fields.email() != null ? "email" : "phone";
            var user = parts.accounts.create(tx, new NewAccount(id, provider, fields.email(),
                    fields.phone(), fields.passwordHash(), fields.audience(), fields.role(),
                    given(fields.userMetadata()), given(fields.appMetadata()), false),
                    Origins.of(ask));
            if (fields.email() != null && fields.phone() != null) {
                parts.accounts.addIdentity(tx, user, "phone", fields.phone());
            }
            return Answers.json(done(tx, ask, admin, "user_signedup",
                    fields.onto(tx, parts.accounts, Users.byId(tx, user.id()), parts.clock)));
        });
    }

    private static ObjectNode given(ObjectNode metadata) {
        return metadata == null ? Answers.object() : metadata;
    }

    private HttpResponse read(Ask ask) {
        parts.bearers.admin(ask);
        var id = ask.pathId("user_id");
        return Answers.json(parts.database.transact(tx -> UserJson.of(tx, existing(tx, id))));
    }

    private HttpResponse update(Ask ask) {
        var admin = parts.bearers.admin(ask);
        var id = ask.pathId("user_id");
        var fields = AccountFields.read(ask.body(), parts.passwords, parts.policy);
        var changed = parts.database.transact(tx -> {
            var before = existing(tx, id);
            var user = before;
            refuseTaken(tx, fields, user);
            if (fields.email() != null && !fields.email().equals(user.email())) {
                user = parts.accounts.setEmail(tx, user, fields.email(),
                        fields.emailConfirmed() || parts.config.email().autoconfirm());
            }
            if (fields.phone() != null && !fields.phone().equals(user.phone())) {
                user = parts.accounts.setPhone(tx, user, fields.phone(),
                        fields.phoneConfirmed() || parts.config.phone().autoconfirm());
            }
            user = fields.onto(tx, parts.accounts, user, parts.clock);
            if (fields.passwordHash() != null) {
                Sessions.deleteAll(tx, id);
                OneTimeTokens.drop(tx, id, Purpose.RECOVERY_TOKEN);
            }
            var json = done(tx, ask, admin, "user_modified", user);
            return new Changed(json, SecurityNotices.changed(before, user, json));
        });
        changed.notices().forEach(parts.sending::inform);
        return Answers.json(changed.user());
    }

    /// What to answer, and what the owner is told.
    private record Changed(ObjectNode user, List<Notice> notices) {
    }

    private HttpResponse delete(Ask ask) {
        var admin = parts.bearers.admin(ask);
        var id = ask.pathId("user_id");
        boolean softly = ask.body().truth("should_soft_delete", false);
        parts.database.transact(tx -> {
            var user = existing(tx, id);
            done(tx, ask, admin, "user_deleted", user);
            if (softly) {
                Deletion.softly(tx, user);
            } else {
                Users.delete(tx, id);
            }
            return true;
        });
        return Answers.empty();
    }

    /// Ends all sessions of a user.
    private HttpResponse signOut(Ask ask) {
        var admin = parts.bearers.admin(ask);
        var id = ask.pathId("user_id");
        parts.database.transact(tx -> {
            var user = existing(tx, id);
            Sessions.deleteAll(tx, id);
            OneTimeTokens.dropAll(tx, id);
            return done(tx, ask, admin, "logout", user);
        });
        return Answers.nothing();
    }

    static User existing(Statements tx, UUID id) {
        var user = Users.locked(tx, id);
        if (user == null) {
            throw AuthCode.USER_NOT_FOUND.refusal();
        }
        return user;
    }

    private static void refuseTaken(Statements tx, AccountFields fields, User self) {
        if (fields.email() != null) {
            Users.reserve(tx, fields.email());
            other(Users.byEmail(tx, fields.email()), self, AuthCode.EMAIL_EXISTS);
        }
        if (fields.phone() != null) {
            Users.reserve(tx, fields.phone());
            other(Users.byPhone(tx, fields.phone()), self, AuthCode.PHONE_EXISTS);
        }
    }

    private static void other(User found, User self, AuthCode code) {
        if (found != null && (self == null || !found.id().equals(self.id()))) {
            throw code.refusal();
        }
    }

    private static ObjectNode done(
            Statements tx, Ask ask, Bearer admin, String action, User user) {
        note(tx, ask, admin, action, Answers.object().put("user_id", user.id().toString()));
        return UserJson.of(tx, user);
    }

    /// Writes down what an administrator did.
    static void note(
            Statements tx, Ask ask, Bearer admin, String action, ObjectNode traits) {
        AuditLog.write(tx, action, null, ask.address(), traits.put("by_role", admin.role()));
    }
}
