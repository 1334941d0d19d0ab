package dev.loam.modules.auth.account;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Gate;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Pkce;
import dev.loam.modules.auth.wire.Redirects;
import dev.loam.ports.web.HttpResponse;
import java.util.Optional;
import java.util.Set;

/// `POST /resend`: sends once more what has not been answered yet; whether there is anything is not
/// told.
public final class Resend implements Endpoint {
    private static final Set<String> TYPES =
            Set.of("signup", "email_change", "sms", "phone_change");

    private final AuthConfig config;
    private final AuthDatabase database;
    private final Mailings mailings;
    private final Texts texts;
    private final Sending sending;
    private final Quietly quietly;
    private final Gate gate;
    private final Redirects redirects;

    public Resend(
            AuthConfig config, AuthDatabase database, Mailings mailings, Texts texts,
            Sending sending, Quietly quietly, Gate gate) {
        this.config = config;
        this.database = database;
        this.mailings = mailings;
        this.texts = texts;
        this.sending = sending;
        this.quietly = quietly;
        this.gate = gate;
        this.redirects = new Redirects(config.siteUrl(), config.redirectUrls());
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var body = ask.body();
        gate.pass(Limit.OTP, ask);
        var type = body.text("type");
        if (type == null || !TYPES.contains(type)) {
            throw AuthCode.VALIDATION_FAILED.refusal("Missing one of these types: signup,"
                    + " email_change, sms, phone_change");
        }
        boolean byMail = type.equals("signup") || type.equals("email_change");
        var address = byMail ? Addresses.email(body.text("email"))
                : Addresses.phone(body.text("phone"));
        if (address == null) {
            throw AuthCode.VALIDATION_FAILED.refusal(byMail
                    ? "Type provided requires an email address"
                    : "Type provided requires a phone number");
        }
        var messageId = new String[1];
        if (byMail) {
            sending.mayMail(type.equals("signup") ? "confirmation" : type, address);
            var wish = new Mailings.Wish(redirects.settle(ask.redirectTo()), Pkce.of(body));
            quietly.later(config.email().autoconfirm(), () -> mail(type, address, wish));
        } else {
            sending.mayText(type.equals("sms") ? "otp" : type, address);
            var channel = Texts.channel(body);
            quietly.later(config.phone().isOpen(address),
                    () -> messageId[0] = text(type, address, channel));
        }
        return Sending.told(messageId[0]);
    }

    private void mail(String type, String email, Mailings.Wish wish) {
        if (type.equals("signup")) {
            database.transact(tx -> Optional.ofNullable(Users.byEmail(tx, email))
                    .filter(user -> !user.emailConfirmed())
                    .map(user -> mailings.confirmation(tx, user, wish)))
                    .ifPresent(sending::mail);
        } else {
            database.transact(tx -> Optional.ofNullable(Users.byEmail(tx, email))
                    .filter(user -> user.emailChange() != null)
                    .map(user -> mailings.emailChange(tx, user, wish)))
                    .ifPresent(sending::mail);
        }
    }

    private String text(String type, String phone, String channel) {
        return database.transact(tx -> Optional.ofNullable(Users.byPhone(tx, phone))
                .map(user -> type.equals("sms")
                        ? user.phoneConfirmed() ? null : texts.confirmation(tx, user)
                        : user.phoneChange() == null ? null : texts.change(tx, user)))
                .map(text -> sending.textUnseen(text, channel)).orElse(null);
    }
}
