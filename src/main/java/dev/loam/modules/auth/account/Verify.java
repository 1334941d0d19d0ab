package dev.loam.modules.auth.account;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.account.Verified.Halfway;
import dev.loam.modules.auth.account.Verified.Whole;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.BackOff;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Fields;
import dev.loam.ports.web.HttpResponse;

/// `POST /verify`: a session for a code that was typed, or for the hash of a link.
public final class Verify implements Endpoint {
    static final String HALFWAY = "Confirmation link accepted. Please proceed to confirm link sent"
            + " to the other email";

    private final AuthDatabase database;
    private final Verifications verifications;
    private final Limits limits;
    private final BackOff backOff;
    private final Sending sending;

    public Verify(
            AuthDatabase database, Verifications verifications,
            Limits limits, BackOff backOff, Sending sending) {
        this.database = database;
        this.verifications = verifications;
        this.limits = limits;
        this.backOff = backOff;
        this.sending = sending;
    }

    @Override
    public HttpResponse answer(Ask ask) {
        var body = ask.body();
        limits.check(Limit.VERIFY, ask.address());
        var type = body.text("type");
        if (type == null || type.isEmpty()) {
            throw AuthCode.VALIDATION_FAILED.refusal("Verify requires a verification type");
        }
        var hash = body.text("token_hash");
        if (hash == null || hash.isEmpty()) {
            return shown(byCode(ask, body, type));
        }
        if (body.has("email") || body.has("phone") || body.has("token")) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Only the token_hash and type should be provided");
        }
        return shown(database.transact(tx ->
                verifications.byHash(tx, type, hash, Origins.of(ask))));
    }

    private Verified byCode(Ask ask, Fields body, String type) {
        var code = body.text("token");
        if (code == null || code.isEmpty()) {
            throw AuthCode.VALIDATION_FAILED.refusal("Verify requires a token or a token hash");
        }
        var email = Addresses.email(body.text("email"));
        var phone = Addresses.phone(body.text("phone"));
        if (email == null == (phone == null)) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "Only an email address or phone number should be provided on verify");
        }
        var address = email != null ? email : phone;
        backOff.check(address, ask.address());
        try {
            var verified = database.transact(tx -> email != null
                    ? verifications.byEmail(tx, type, email, code, Origins.of(ask))
                    : verifications.byPhone(tx, type, phone, code, Origins.of(ask)));
            backOff.succeeded(address, ask.address());
            return verified;
        } catch (Refusal refusal) {
            if (refusal.failure().code().equals(AuthCode.OTP_EXPIRED.code())) {
                backOff.failed(address, ask.address());
            }
            throw refusal;
        }
    }

    private HttpResponse shown(Verified verified) {
        return switch (verified) {
            case Whole whole -> {
                sending.inform(whole.notice());
                yield whole.issued().answer();
            }
            case Halfway _ -> Answers.json(
                    Answers.object().put("msg", HALFWAY).put("code", "200"));
        };
    }
}
