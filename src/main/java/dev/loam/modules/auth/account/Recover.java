package dev.loam.modules.auth.account;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Gate;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Pkce;
import dev.loam.modules.auth.wire.Redirects;
import dev.loam.ports.web.HttpResponse;
import java.util.Optional;

/// `POST /recover`: a mail that signs in whoever forgot the password. An address without an account
/// gets the same answer at the same time.
public final class Recover implements Endpoint {
    private final AuthConfig config;
    private final AuthDatabase database;
    private final Mailings mailings;
    private final Sending sending;
    private final Quietly quietly;
    private final Gate gate;
    private final Redirects redirects;

    public Recover(
            AuthConfig config, AuthDatabase database, Mailings mailings, Sending sending,
            Quietly quietly, Gate gate) {
        this.config = config;
        this.database = database;
        this.mailings = mailings;
        this.sending = sending;
        this.quietly = quietly;
        this.gate = gate;
        this.redirects = new Redirects(config.siteUrl(), config.redirectUrls());
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var body = ask.body();
        gate.pass(Limit.OTP, ask);
        var email = Addresses.email(body.text("email"));
        if (email == null) {
            throw AuthCode.VALIDATION_FAILED.refusal("Password recovery requires an email");
        }
        var wish = new Mailings.Wish(redirects.settle(ask.redirectTo()), Pkce.of(body));
        sending.mayMail("recovery", email);
        quietly.later(config.email().autoconfirm(), () -> mail(email, wish));
        return Answers.empty();
    }

    private void mail(String email, Mailings.Wish wish) {
        database.transact(tx -> Optional.ofNullable(Users.byEmail(tx, email))
                .map(user -> mailings.recovery(tx, user, wish))).ifPresent(sending::mail);
    }
}
