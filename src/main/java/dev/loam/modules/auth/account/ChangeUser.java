package dev.loam.modules.auth.account;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.BackOff;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.Bearer;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Fields;
import dev.loam.modules.auth.wire.Pkce;
import dev.loam.modules.auth.wire.Redirects;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `PUT /user`: people change their own account. A new address counts once it has been proven, or
/// at once where addresses need no proof.
public final class ChangeUser implements Endpoint {
    private static final Set<String> GUESSED = Set.of(
            AuthCode.CURRENT_PASSWORD_INVALID.code(), AuthCode.REAUTHENTICATION_NOT_VALID.code());

    private final AuthConfig config;
    private final AuthDatabase database;
    private final Bearers bearers;
    private final Accounts accounts;
    private final NewPassword newPassword;
    private final Mailings mailings;
    private final Texts texts;
    private final Sending sending;
    private final Limits limits;
    private final BackOff backOff;
    private final Redirects redirects;

    public ChangeUser(
            AuthConfig config, AuthDatabase database, Bearers bearers, Accounts accounts,
            NewPassword newPassword, Mailings mailings, Texts texts, Sending sending,
            Limits limits, BackOff backOff) {
        this.config = config;
        this.database = database;
        this.bearers = bearers;
        this.accounts = accounts;
        this.newPassword = newPassword;
        this.mailings = mailings;
        this.texts = texts;
        this.sending = sending;
        this.limits = limits;
        this.backOff = backOff;
        this.redirects = new Redirects(config.siteUrl(), config.redirectUrls());
    }

    /// What is wished for; nulls stay as they are.
    private record Wanted(
            String email, String phone, ObjectNode data, NewPassword.Prepared password,
            Mailings.Wish wish) {
    }

    /// What is to be sent once the change is kept.
    private record Changed(
            ObjectNode user, Mailings.Change mails, Texts.Text text, List<Notice> notices) {
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var bearer = bearers.bearer(ask);
        var body = ask.body();
        var before = database.transact(tx -> bearers.signed(tx, bearer));
        var changed = body.has("password") ? guarded(ask, bearer, before)
                : changed(ask, bearer, before);
        if (changed.mails() != null) {
            sending.mail(changed.mails());
        }
        if (changed.text() != null) {
            sending.text(changed.text(), Texts.channel(body));
        }
        changed.notices().forEach(sending::inform);
        return Answers.json(changed.user());
    }

    private Changed changed(Ask ask, Bearer bearer, Signed before) {
        var wanted = wanted(ask, ask.body(), before);
        return database.transact(tx -> change(tx, ask, bearers.signed(tx, bearer), wanted));
    }

    /// Whoever found an open session may not guess the current password or a nonce with it, nor
    /// fill the threads that hash.
    private Changed guarded(Ask ask, Bearer bearer, Signed before) {
        var account = before.user().id().toString();
        limits.checkAccount(Limit.SIGN_IN_SIGN_UP, account);
        backOff.check(account, ask.address());
        try {
            return changed(ask, bearer, before);
        } catch (Refusal refusal) {
            if (GUESSED.contains(refusal.failure().code())) {
                backOff.failed(account, ask.address());
            }
            throw refusal;
        }
    }

    private Wanted wanted(Ask ask, Fields body, Signed before) {
        if (body.has("app_metadata")) {
            throw AuthCode.VALIDATION_FAILED.refusal(403,
                    "app_metadata can only be changed by an administrator");
        }
        var email = Addresses.email(body.text("email"));
        var phone = Addresses.phone(body.text("phone"));
        if (email != null && email.equals(before.user().email())) {
            email = null;
        }
        if (phone != null && phone.equals(before.user().phone())) {
            phone = null;
        }
        Texts.channel(body);
        var password = body.text("password");
        if ((email != null || phone != null || password != null)
                && !database.transact(tx -> AssuranceLevel.reached(tx, before))) {
            throw AuthCode.INSUFFICIENT_AAL.refusal(401, "AAL2 session is required to update email"
                    + " or password when MFA is enabled.");
        }
        if (password != null && before.user().anonymous() && email == null && phone == null) {
            throw AuthCode.VALIDATION_FAILED.refusal(422, "Updating password of an anonymous user"
                    + " without an email or phone is not allowed");
        }
        return new Wanted(email, phone, body.object("data"),
                password == null ? null : newPassword.prepare(body, before),
                new Mailings.Wish(redirects.settle(ask.redirectTo()), Pkce.of(body)));
    }

    private Changed change(Statements tx, Ask ask, Signed signed, Wanted wanted) {
        var user = signed.user();
        if (wanted.password() != null) {
            user = newPassword.set(tx, signed, wanted.password());
        }
        if (wanted.data() != null) {
            user = Users.update(tx, user.id(), new Changes().json("raw_user_meta_data",
                    Metadata.own(user.userMetadata(), wanted.data())));
        }
        var mails = wanted.email() == null ? null : email(tx, user, wanted);
        user = Users.byId(tx, user.id());
        Texts.Text text = null;
        if (wanted.phone() != null) {
            Users.reserve(tx, wanted.phone());
            if (Users.byPhone(tx, wanted.phone()) != null) {
                throw AuthCode.PHONE_EXISTS.refusal();
            }
            if (config.phone().autoconfirm()) {
                user = accounts.setPhone(tx, user, wanted.phone());
            } else {
                sending.mayText("phone_change", wanted.phone());
                user = Users.update(tx, user.id(),
                        new Changes().text("phone_change", wanted.phone()));
                text = texts.change(tx, user);
            }
        }
        AuditLog.write(tx, "user_modified", user, ask.address(), null);
        var after = Users.byId(tx, user.id());
        var json = UserJson.of(tx, after);
        return new Changed(json, mails, text,
                SecurityNotices.changed(signed.user(), after, json));
    }

    /// The mails that have to go out for it, null for none.
    private Mailings.Change email(Statements tx, User user, Wanted wanted) {
        Users.reserve(tx, wanted.email());
        if (Users.byEmail(tx, wanted.email()) != null) {
            throw AuthCode.EMAIL_EXISTS.refusal();
        }
        if (config.email().autoconfirm()) {
            accounts.setEmail(tx, user, wanted.email());
            return null;
        }
        sending.mayMail("email_change", wanted.email());
        var noted = Users.update(tx, user.id(),
                new Changes().text("email_change", wanted.email()));
        return mailings.emailChange(tx, noted, wanted.wish());
    }
}
