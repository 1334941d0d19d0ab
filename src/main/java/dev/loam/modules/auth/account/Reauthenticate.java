package dev.loam.modules.auth.account;

import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.ports.web.HttpResponse;

/// `GET /reauthenticate`: sends a nonce that a change of the password asks for.
public final class Reauthenticate implements Endpoint {
    private final AuthDatabase database;
    private final Bearers bearers;
    private final Mailings mailings;
    private final Texts texts;
    private final Sending sending;

    public Reauthenticate(
            AuthDatabase database, Bearers bearers, Mailings mailings, Texts texts,
            Sending sending) {
        this.database = database;
        this.bearers = bearers;
        this.mailings = mailings;
        this.texts = texts;
        this.sending = sending;
    }

    private record Prepared(Notice letter, Texts.Text text) {
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var bearer = bearers.bearer(ask);
        var prepared = database.transact(tx -> {
            var user = bearers.signed(tx, bearer).user();
            if (user.email() == null && user.phone() == null) {
                throw AuthCode.VALIDATION_FAILED.refusal(
                        "Reauthentication requires the user to have an email or a phone number");
            }
            if (user.email() != null) {
                if (!user.emailConfirmed()) {
                    throw AuthCode.EMAIL_NOT_CONFIRMED.refusal(422, "Please verify your email"
                            + " first.");
                }
                sending.mayMail("reauthentication", user.email());
                return new Prepared(mailings.reauthentication(tx, user), null);
            }
            if (!user.phoneConfirmed()) {
                throw AuthCode.PHONE_NOT_CONFIRMED.refusal(422, "Please verify your phone first.");
            }
            sending.mayText("reauthentication", user.phone());
            return new Prepared(null, texts.reauthentication(tx, user));
        });
        if (prepared.letter() != null) {
            sending.mail(prepared.letter());
            return Sending.told(null);
        }
        return Sending.told(sending.text(prepared.text(), "sms"));
    }
}
