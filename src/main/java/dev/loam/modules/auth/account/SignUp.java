package dev.loam.modules.auth.account;

import dev.loam.kernel.module.Keeping;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Gate;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.password.PasswordPolicy;
import dev.loam.modules.auth.password.Passwords;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Answered;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Changes;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Pkce;
import dev.loam.modules.auth.wire.Redirects;
import dev.loam.ports.web.HttpResponse;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// `POST /signup`: a new account by email or telephone with a password, or without a name.
///
/// An address that is taken is not told: the answer is an account of the same form that does not
/// exist. Where addresses count without proof that cannot be kept up, and it is refused.
public final class SignUp implements Endpoint {
    private final Parts parts;
    private final Redirects redirects;

    public SignUp(Parts parts) {
        this.parts = parts;
        this.redirects = new Redirects(parts.config.siteUrl(), parts.config.redirectUrls());
    }

    /// What a sign-up needs.
    public record Parts(
            AuthConfig config, AuthDatabase database, Accounts accounts, SessionIssuer issuer,
            Passwords passwords, PasswordPolicy policy, Mailings mailings, Texts texts,
            Sending sending, Gate gate) {
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var body = ask.body();
        var config = parts.config;
        var email = Addresses.email(body.text("email"));
        var phone = Addresses.phone(body.text("phone"));
        boolean anonymous = email == null && phone == null;
        parts.gate.pass(anonymous ? Limit.ANONYMOUS : Limit.SIGN_IN_SIGN_UP, ask);
        if (!config.signupEnabled()) {
            throw AuthCode.SIGNUP_DISABLED.refusal();
        }
        if (anonymous) {
            return anonymous(ask, body.object("data"));
        }
        if (email != null && phone != null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Only an email address or phone number should be provided on signup.");
        }
        var password = body.text("password");
        if (password == null || password.isEmpty()) {
            throw AuthCode.VALIDATION_FAILED.refusal("Signup requires a valid password");
        }
        refuseDisabled(email != null);
        var asked = new Asked(email != null ? email : phone, body.object("data"),
                new Mailings.Wish(redirects.settle(ask.redirectTo()), Pkce.of(body)),
                Texts.channel(body), Origins.of(ask), ask.exchange().keeping());
        parts.policy.check(password);
        var hash = parts.passwords.hash(password);
        return email != null ? byEmail(asked, hash) : byPhone(asked, hash);
    }

    private record Asked(
            String address, ObjectNode data, Mailings.Wish wish, String channel, Origin origin,
            Keeping keeping) {
    }

    private void refuseDisabled(boolean byEmail) {
        var config = parts.config;
        if (byEmail && !(config.email().enabled() && config.email().signupEnabled())) {
            throw AuthCode.EMAIL_PROVIDER_DISABLED.refusal(400, "Email signups are disabled");
        }
        if (!byEmail && !(config.phone().enabled() && config.phone().signupEnabled())) {
            throw AuthCode.PHONE_PROVIDER_DISABLED.refusal(400, "Phone signups are disabled");
        }
    }

    private HttpResponse anonymous(Ask ask, ObjectNode data) {
        if (!parts.config.anonymousEnabled()) {
            throw AuthCode.ANONYMOUS_PROVIDER_DISABLED.refusal();
        }
        var origin = Origins.of(ask);
        return parts.database.transact(ask.exchange().keeping(), Answered.ITSELF,
                tx -> parts.issuer.begin(tx,
                        parts.accounts.create(tx, NewAccount.anonymous(data), origin),
                        "anonymous", origin).answer());
    }

    /// What a sign-up came to, and what is to be sent for it.
    private record Done(HttpResponse answer, Notice letter, Texts.Text text) {
        /// What was to be sent was sent with the first answer.
        private static final Answered<Done> KEPT =
                new Answered<>(Done::answer, answer -> new Done(answer, null, null));
    }

    private HttpResponse byEmail(Asked asked, String hash) {
        boolean autoconfirm = parts.config.email().autoconfirm();
        if (!autoconfirm) {
            parts.sending.mayMail("confirmation", asked.address());
        }
        var account = NewAccount.ofEmail(asked.address(), hash, asked.data());
        var done = parts.database.transact(asked.keeping(), Done.KEPT, tx -> {
            Users.reserve(tx, asked.address());
            var known = Users.byEmail(tx, asked.address());
            if (known != null && known.emailConfirmed()) {
                refuseTaken(autoconfirm);
                return taken(tx, known, account, asked.origin(), user ->
                        parts.mailings.confirmation(tx, user, asked.wish()).user());
            }
            var user = known != null ? again(tx, known, asked.data())
                    : parts.accounts.create(tx, account, asked.origin());
            if (autoconfirm && known == null) {
                return signedIn(tx, parts.accounts.confirmEmail(tx, user), asked.origin());
            }
            var letter = parts.mailings.confirmation(tx, user, asked.wish());
            return new Done(shown(letter.user(), known, asked), letter, null);
        });
        if (done.letter() != null) {
            parts.sending.mail(done.letter());
        }
        return done.answer();
    }

    private HttpResponse byPhone(Asked asked, String hash) {
        boolean autoconfirm = parts.config.phone().autoconfirm();
        if (!autoconfirm) {
            parts.sending.mayText("confirmation", asked.address());
        }
        var account = NewAccount.ofPhone(asked.address(), hash, asked.data());
        var done = parts.database.transact(asked.keeping(), Done.KEPT, tx -> {
            Users.reserve(tx, asked.address());
            var known = Users.byPhone(tx, asked.address());
            if (known != null && known.phoneConfirmed()) {
                refuseTaken(autoconfirm);
                return taken(tx, known, account, asked.origin(), user ->
                        parts.texts.confirmation(tx, user).user());
            }
            var user = known != null ? again(tx, known, asked.data())
                    : parts.accounts.create(tx, account, asked.origin());
            if (autoconfirm && known == null) {
                return signedIn(tx, parts.accounts.confirmPhone(tx, user), asked.origin());
            }
            var text = parts.texts.confirmation(tx, user);
            return new Done(shown(text.user(), known, asked), null, text);
        });
        if (done.text() != null) {
            parts.sending.textUnseen(done.text(), asked.channel());
        }
        return done.answer();
    }

    private Done signedIn(Statements tx, User user, Origin origin) {
        return new Done(parts.issuer.begin(tx, user, "password", origin).answer(), null, null);
    }

    /// Whoever signs up again before the address was confirmed may be somebody else: the password
    /// of the first one stays.
    private static User again(Statements tx, User known, ObjectNode data) {
        return data == null ? known : Users.update(tx, known.id(), new Changes().json(
                "raw_user_meta_data", Metadata.own(known.userMetadata(), data)));
    }

    private static HttpResponse shown(ObjectNode user, User known, Asked asked) {
        return Answers.json(known == null ? user : Pretence.unconfirmed(user, asked.data()));
    }

    private static void refuseTaken(boolean autoconfirm) {
        if (autoconfirm) {
            throw AuthCode.USER_ALREADY_EXISTS.refusal();
        }
    }

    /// Does for an address that is taken all that is done for a free one, and undoes it: neither
    /// the answer nor its time tells. `message` prepares what is sent to a new account.
    private Done taken(Statements tx, User known, NewAccount asked, Origin origin,
            Function<User, ObjectNode> message) {
        tx.change("savepoint pretence");
        var undone = message.apply(parts.accounts.pretend(tx, asked, origin));
        tx.change("rollback to savepoint pretence");
        AuditLog.write(tx, "user_repeated_signup", known, origin.address(), null);
        return new Done(Answers.json(Pretence.shown(undone, asked)), null, null);
    }
}
