package dev.loam.modules.auth.account;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Gate;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Pkce;
import dev.loam.modules.auth.wire.Redirects;
import dev.loam.ports.web.HttpResponse;
import tools.jackson.databind.node.ObjectNode;

/// `POST /otp`, `POST /magiclink`: signs people in, or up, by a code or link that is sent to them.
public final class OneTimeCode implements Endpoint {
    private final Parts parts;
    private final Redirects redirects;

    public OneTimeCode(Parts parts) {
        this.parts = parts;
        this.redirects = new Redirects(parts.config.siteUrl(), parts.config.redirectUrls());
    }

    /// What sending codes needs.
    public record Parts(
            AuthConfig config, AuthDatabase database, Accounts accounts, Mailings mailings,
            Texts texts, Sending sending, Quietly quietly, Gate gate) {
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var body = ask.body();
        parts.gate.pass(Limit.OTP, ask);
        var email = Addresses.email(body.text("email"));
        var phone = Addresses.phone(body.text("phone"));
        if (email != null && phone != null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Only an email address or phone number should be provided");
        }
        if (email == null && phone == null) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "One of email or phone must be set");
        }
        var asked = new Asked(email != null ? email : phone, body.object("data"),
                body.truth("create_user", true),
                new Mailings.Wish(redirects.settle(ask.redirectTo()), Pkce.of(body)),
                Texts.channel(body), Origins.of(ask));
        return email != null ? byEmail(asked) : byPhone(asked);
    }

    private record Asked(
            String address, ObjectNode data, boolean create, Mailings.Wish wish, String channel,
            Origin origin) {
    }

    private HttpResponse byEmail(Asked asked) {
        var config = parts.config;
        if (!config.email().enabled()) {
            throw AuthCode.EMAIL_PROVIDER_DISABLED.refusal(400, "Email logins are disabled");
        }
        parts.sending.mayMail("magic_link", asked.address());
        parts.quietly.later(config.email().autoconfirm(), () -> mail(asked));
        return Answers.empty();
    }

    private void mail(Asked asked) {
        boolean may = asked.create() && parts.config.signupEnabled()
                && parts.config.email().signupEnabled();
        var letter = parts.database.transact(tx -> {
            Users.reserve(tx, asked.address());
            var user = Users.byEmail(tx, asked.address());
            if (user == null) {
                refuseStranger(asked, may);
                user = parts.accounts.create(tx,
                        NewAccount.ofEmail(asked.address(), null, asked.data()), asked.origin());
                if (parts.config.email().autoconfirm()) {
                    user = parts.accounts.confirmEmail(tx, user);
                }
            }
            return user.emailConfirmed() ? parts.mailings.magicLink(tx, user, asked.wish())
                    : parts.mailings.confirmation(tx, user, asked.wish());
        });
        parts.sending.mail(letter);
    }

    private static void refuseStranger(Asked asked, boolean may) {
        if (!may) {
            throw asked.create() ? AuthCode.SIGNUP_DISABLED.refusal()
                    : AuthCode.OTP_DISABLED.refusal();
        }
    }

    private HttpResponse byPhone(Asked asked) {
        var config = parts.config;
        if (!config.phone().enabled()) {
            throw AuthCode.PHONE_PROVIDER_DISABLED.refusal(400, "Phone logins are disabled");
        }
        parts.sending.mayText("otp", asked.address());
        var messageId = new String[1];
        parts.quietly.later(config.phone().isOpen(asked.address()),
                () -> messageId[0] = text(asked));
        return Sending.told(messageId[0]);
    }

    private String text(Asked asked) {
        boolean may = asked.create() && parts.config.signupEnabled()
                && parts.config.phone().signupEnabled();
        var text = parts.database.transact(tx -> {
            Users.reserve(tx, asked.address());
            var user = Users.byPhone(tx, asked.address());
            if (user == null) {
                refuseStranger(asked, may);
                user = parts.accounts.create(tx,
                        NewAccount.ofPhone(asked.address(), null, asked.data()), asked.origin());
            }
            return parts.texts.confirmation(tx, user);
        });
        return parts.sending.textUnseen(text, asked.channel());
    }
}
