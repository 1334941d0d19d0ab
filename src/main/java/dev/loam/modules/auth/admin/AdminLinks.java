package dev.loam.modules.auth.admin;

import dev.loam.modules.auth.account.Accounts;
import dev.loam.modules.auth.account.Addresses;
import dev.loam.modules.auth.account.Codes;
import dev.loam.modules.auth.account.Codes.Code;
import dev.loam.modules.auth.account.Mailings;
import dev.loam.modules.auth.account.NewAccount;
import dev.loam.modules.auth.account.Sending;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.password.PasswordPolicy;
import dev.loam.modules.auth.password.Passwords;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Answered;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.OneTimeTokens.Purpose;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.modules.auth.wire.Redirects;
import dev.loam.ports.web.HttpResponse;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `POST /invite` mails an invitation; `POST /admin/generate_link` makes links that the
/// administrator sends by other means.
public final class AdminLinks {
    private static final Set<String> TYPES = Set.of("signup", "invite", "magiclink", "recovery",
            "email_change_current", "email_change_new");

    private final Parts parts;
    private final Redirects redirects;

    public AdminLinks(Parts parts) {
        this.parts = parts;
        this.redirects = new Redirects(parts.config.siteUrl(), parts.config.redirectUrls());
    }

    /// What links of administrators need.
    public record Parts(
            AuthConfig config, AuthDatabase database, Bearers bearers, Accounts accounts,
            Passwords passwords, PasswordPolicy policy, Mailings mailings, Codes codes,
            Sending sending) {
    }

    public void addTo(Endpoints.Builder endpoints) {
        endpoints.on("POST", "/invite", this::invite)
                .on("POST", "/admin/generate_link", this::link);
    }

    private HttpResponse invite(Ask ask) {
        parts.bearers.admin(ask);
        var email = email(ask);
        var wish = new Mailings.Wish(redirects.settle(ask.redirectTo()), null);
        parts.sending.mayMail("invite", email);
        var done = parts.database.transact(ask.exchange().keeping(), Invited.KEPT, tx -> {
            var notice = parts.mailings.invite(
                    tx, invited(tx, email, ask.body().object("data"), Origins.of(ask)), wish);
            return new Invited(Answers.json(notice.user()), notice);
        });
        if (done.notice() != null) {
            parts.sending.mail(done.notice());
        }
        return done.answer();
    }

    /// What an invitation came to, and what is to be sent for it.
    private record Invited(HttpResponse answer, Notice notice) {
        /// What was to be sent was sent with the first answer.
        private static final Answered<Invited> KEPT =
                new Answered<>(Invited::answer, answer -> new Invited(answer, null));
    }

    private static String email(Ask ask) {
        var email = Addresses.email(ask.body().text("email"));
        if (email == null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Unable to validate email address: invalid format");
        }
        return email;
    }

    private User invited(Statements tx, String email, ObjectNode data, Origin origin) {
        Users.reserve(tx, email);
        var known = Users.byEmail(tx, email);
        if (known != null && known.emailConfirmed()) {
            throw AuthCode.EMAIL_EXISTS.refusal();
        }
        var user = known != null ? withPassword(tx, known, "")
                : parts.accounts.create(tx, NewAccount.ofEmail(email, null, data), origin);
        AuditLog.write(tx, "user_invited", user, origin.address(), null);
        return user;
    }

    /// What a link is for, once its account is there.
    /// An address that nobody has confirmed may have been given by a stranger, whose password must
    /// not open the account of whoever confirms it now.
    private static User withPassword(Statements tx, User unconfirmed, String hash) {
        return Users.update(
                tx, unconfirmed.id(), new Changes().text("encrypted_password", hash));
    }

    private record Target(User user, Purpose purpose, String action, String address) {
    }

    private HttpResponse link(Ask ask) {
        var admin = parts.bearers.admin(ask);
        var type = ask.body().choice("type", TYPES);
        var email = email(ask);
        var redirectTo = redirects.settle(ask.redirectTo());
        var hash = type.equals("signup") ? hash(ask) : null;
        return parts.database.transact(ask.exchange().keeping(), Answered.ITSELF, tx -> {
            var target = target(tx, ask, type, email, hash);
            AdminUsers.note(tx, ask, admin, "link_generated", Answers.object()
                    .put("user_id", target.user().id().toString()).put("type", type));
            var code = parts.codes.make(tx, target.user(), target.purpose(), target.address(),
                    parts.config.email().codeDigits(), false);
            return Answers.json(shown(UserJson.of(tx, target.user()), code, type,
                    parts.mailings.link(code.hash(), target.action(), redirectTo), redirectTo));
        });
    }

    private String hash(Ask ask) {
        var password = ask.body().required("password");
        parts.policy.check(password);
        return parts.passwords.hash(password);
    }

    private Target target(Statements tx, Ask ask, String type, String email, String hash) {
        var data = ask.body().object("data");
        Users.reserve(tx, email);
        var known = Users.byEmail(tx, email);
        return switch (type) {
            case "signup" -> {
                if (known != null && known.emailConfirmed()) {
                    throw AuthCode.EMAIL_EXISTS.refusal();
                }
                var user = known != null ? withPassword(tx, known, hash) : parts.accounts.create(
                        tx, NewAccount.ofEmail(email, hash, data), Origins.of(ask));
                yield new Target(stamped(tx, user, "confirmation_sent_at"),
                        Purpose.CONFIRMATION_TOKEN, "signup", email);
            }
            case "invite" -> new Target(stamped(tx, stamped(tx,
                    invited(tx, email, data, Origins.of(ask)), "invited_at"),
                    "confirmation_sent_at"), Purpose.CONFIRMATION_TOKEN, "invite", email);
            case "magiclink" -> {
                var user = known != null ? known : parts.accounts.create(
                        tx, NewAccount.ofEmail(email, null, data), Origins.of(ask));
                yield new Target(stamped(tx, user, "recovery_sent_at"),
                        Purpose.RECOVERY_TOKEN, "magiclink", email);
            }
            case "recovery" -> new Target(stamped(tx, existing(known), "recovery_sent_at"),
                    Purpose.RECOVERY_TOKEN, "recovery", email);
            default -> change(tx, ask, type.equals("email_change_new"), existing(known));
        };
    }

    private Target change(Statements tx, Ask ask, boolean toNew, User user) {
        var newEmail = Addresses.email(ask.body().required("new_email"));
        Users.reserve(tx, newEmail);
        if (Users.byEmail(tx, newEmail) != null) {
            throw AuthCode.EMAIL_EXISTS.refusal();
        }
        var changes = new Changes().text("email_change", newEmail).now("email_change_sent_at");
        if (!newEmail.equals(user.emailChange())) {
            changes.number("email_change_confirm_status", 0);
        }
        var noted = Users.update(tx, user.id(), changes);
        return new Target(noted, toNew ? Purpose.EMAIL_CHANGE_TOKEN_NEW
                : Purpose.EMAIL_CHANGE_TOKEN_CURRENT, "email_change",
                toNew ? newEmail : user.email());
    }

    private static User existing(User known) {
        if (known == null) {
            throw AuthCode.USER_NOT_FOUND.refusal("User with this email not found");
        }
        return known;
    }

    private static User stamped(Statements tx, User user, String column) {
        return Users.update(tx, user.id(), new Changes().now(column));
    }

    private static ObjectNode shown(
            ObjectNode user, Code code, String type, String link, String redirectTo) {
        return user.put("action_link", link).put("email_otp", code.code())
                .put("hashed_token", code.hash()).put("verification_type", type)
                .put("redirect_to", redirectTo);
    }
}
