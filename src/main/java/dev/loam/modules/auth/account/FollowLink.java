package dev.loam.modules.auth.account;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.account.Verified.Halfway;
import dev.loam.modules.auth.account.Verified.Whole;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.notice.Notice;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.FlowStates;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Landing;
import dev.loam.modules.auth.wire.Redirects;
import dev.loam.ports.web.HttpResponse;
import java.util.UUID;

/// `GET /verify`: somebody follows the link of a mail and is led on to the application, with tokens
/// at the address's end, with a code for the client's verifier, or with the reason why not.
public final class FollowLink implements Endpoint {
    private final AuthDatabase database;
    private final Verifications verifications;
    private final Limits limits;
    private final Tokens tokens;
    private final Sending sending;
    private final Redirects redirects;

    public FollowLink(
            AuthConfig config, AuthDatabase database, Verifications verifications,
            Limits limits, Tokens tokens, Sending sending) {
        this.database = database;
        this.verifications = verifications;
        this.limits = limits;
        this.tokens = tokens;
        this.sending = sending;
        this.redirects = new Redirects(config.siteUrl(), config.redirectUrls());
    }

    @Override
    public HttpResponse answer(Ask ask) {
        limits.check(Limit.VERIFY, ask.address());
        var query = ask.query();
        var type = query.first("type");
        var hash = query.first("token");
        var site = redirects.settle(query.first("redirect_to"));
        if (type == null || type.isEmpty() || hash == null || hash.isEmpty()) {
            throw AuthCode.VALIDATION_FAILED.refusal(hash == null || hash.isEmpty()
                    ? "Verify requires a token or a token hash"
                    : "Verify requires a verification type");
        }
        if (ask.exchange().request().method().equals("HEAD")) {
            // What looks ahead, as mail scanners do, must not use the link up.
            return Answers.nothing();
        }
        boolean pkce = hash.startsWith(Codes.PKCE);
        try {
            return Answers.redirect(303, followed(ask, type, hash, site, pkce));
        } catch (Refusal refusal) {
            if (refusal.failure().status() >= 500) {
                throw refusal;
            }
            return Answers.redirect(303, Landing.refused(site, refusal.failure(), pkce));
        }
    }

    private String followed(Ask ask, String type, String hash, String site, boolean pkce) {
        if (pkce) {
            return led(database.transact(tx -> switch (
                    verifications.byLink(tx, type, hash, Origins.of(ask))) {
                case Whole whole -> new Led(
                        Landing.withCode(site, code(tx, whole.user())), whole.notice());
                case Halfway _ -> new Led(Landing.withMessage(site, Verify.HALFWAY), null);
            }));
        }
        return led(switch (database.transact(tx ->
                verifications.byHash(tx, type, hash, Origins.of(ask)))) {
            case Whole whole -> new Led(
                    Landing.withSession(site, whole.issued().json(), type), whole.notice());
            case Halfway _ -> new Led(Landing.withMessage(site, Verify.HALFWAY), null);
        });
    }

    /// Where to, and what the owner is to be told; null for nothing.
    private record Led(String address, Notice notice) {
    }

    private String led(Led led) {
        sending.inform(led.notice());
        return led.address();
    }

    /// Issues the code of the sign-in that the mail was part of.
    private UUID code(Statements tx, User user) {
        var state = FlowStates.pending(tx, user.id());
        if (state == null) {
            throw AuthCode.FLOW_STATE_NOT_FOUND.refusal();
        }
        var code = tokens.id();
        FlowStates.issue(tx, state.id("id"), user.id(), Hashes.sha256(code.toString()));
        return code;
    }
}
