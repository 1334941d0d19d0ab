package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.webauthn.Ceremonies;
import dev.loam.modules.auth.webauthn.RelyingParty;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.util.function.BiFunction;

/// The endpoints of second factors and of the codes that stand in for them.
///
/// Source: Supabase documentation, "Multi-Factor Authentication"; recovery codes are Loam's own.
public final class FactorEndpoints {
    private final AuthDatabase database;
    private final Bearers bearers;
    private final FactorGuards guards;
    private final EnrolFactor enrolment;
    private final ChallengeFactor challenge;
    private final VerifyFactor verification;
    private final RaiseSession raiser;
    private final Chance chance;

    public FactorEndpoints(
            AuthConfig config, AuthDatabase database, Bearers bearers, SessionIssuer issuer,
            FactorGuards guards, Sealer sealer, Hashes hashes, Chance chance, Clock clock) {
        this.database = database;
        this.bearers = bearers;
        this.guards = guards;
        this.chance = chance;
        var tokens = new Tokens(chance);
        var party = RelyingParty.of(config);
        this.enrolment = new EnrolFactor(config, sealer, tokens, chance);
        this.challenge = new ChallengeFactor(config, party, hashes, tokens, chance, clock);
        this.raiser = new RaiseSession(issuer);
        this.verification = new VerifyFactor(config.factors(), new Proofs(
                new Ceremonies(party, AuthCode.MFA_VERIFICATION_FAILED), sealer, hashes, clock),
                guards.hook(), raiser);
    }

    public Endpoints.Builder addTo(Endpoints.Builder endpoints) {
        return endpoints
                .on("POST", "/factors/recovery-codes", this::makeRecoveryCodes)
                .on("GET", "/factors/recovery-codes", this::countRecoveryCodes)
                .on("POST", "/factors/recovery-codes/verify", this::useRecoveryCode)
                .on("POST", "/factors", this::enrol)
                .on("POST", "/factors/{factor_id}/challenge", this::challenge)
                .on("POST", "/factors/{factor_id}/verify", this::verify)
                .on("DELETE", "/factors/{factor_id}", this::unenrol);
    }

    private HttpResponse enrol(Ask ask) {
        return Answers.json(work(ask, (tx, signed) -> enrolment.enrol(tx, ask, signed)));
    }

    /// A message is sent once its code is stored for sure, and while no connection is held.
    private HttpResponse challenge(Ask ask) {
        var asked = work(ask, (tx, signed) -> challenge.challenge(tx, ask, signed.user()));
        var message = asked.message();
        if (message != null) {
            guards.sender().send(
                    message.phone(), message.channel(), message.code(), message.user());
        }
        return Answers.json(asked.json());
    }

    private HttpResponse verify(Ask ask) {
        guards.limits().checkAccount(
                Limit.FACTOR_VERIFY, ask.pathId("factor_id").toString());
        return answer(work(ask, (tx, signed) -> verification.verify(tx, ask, raisable(signed))));
    }

    private static HttpResponse answer(VerifyFactor.Result result) {
        if (result.refusal() != null) {
            throw result.refusal();
        }
        return result.issued().answer();
    }

    private HttpResponse unenrol(Ask ask) {
        var id = ask.pathId("factor_id");
        work(ask, (tx, signed) -> {
            var factor = Factors.require(tx, signed.user().id(), id);
            if (factor.verified() && !AssuranceLevel.high(signed)) {
                throw AuthCode.INSUFFICIENT_AAL.refusal(
                        422, "AAL2 required to unenroll verified factor");
            }
            Factors.delete(tx, factor);
            AuditLog.write(tx, "factor_unenrolled", signed.user(), ask.address(),
                    Answers.object().put("factor_id", id.toString()));
            return id;
        });
        return Answers.json(Answers.object().put("id", id.toString()));
    }

    private HttpResponse makeRecoveryCodes(Ask ask) {
        var codes = RecoveryCode.random(chance);
        work(ask, (tx, signed) -> {
            if (!AssuranceLevel.high(signed)) {
                throw AuthCode.INSUFFICIENT_AAL.refusal();
            }
            RecoveryCodes.replace(tx, signed.user().id(), codes);
            AuditLog.write(tx, "recovery_codes_created", signed.user(), ask.address(), null);
            return codes;
        });
        var json = Answers.object();
        codes.forEach(json.putArray("codes")::add);
        return Answers.json(json);
    }

    private HttpResponse countRecoveryCodes(Ask ask) {
        long remaining = work(ask, (tx, signed) ->
                RecoveryCodes.remaining(tx, signed.user().id()));
        return Answers.json(Answers.object().put("remaining", remaining));
    }

    private HttpResponse useRecoveryCode(Ask ask) {
        var code = ask.body().required("code");
        var user = bearers.bearer(ask).userId();
        if (user != null) {
            guards.limits().checkAccount(Limit.FACTOR_VERIFY, user.toString());
        }
        return work(ask, (tx, signed) -> {
            if (!RecoveryCodes.use(tx, signed.user().id(), code)) {
                throw AuthCode.MFA_VERIFICATION_FAILED.refusal("Invalid recovery code entered");
            }
            AuditLog.write(tx, "recovery_code_used", signed.user(), ask.address(), null);
            return raiser.raise(tx, raisable(signed), null, "mfa/recovery_code");
        }).answer();
    }

    private static Signed raisable(Signed signed) {
        if (signed.session() == null) {
            throw AuthCode.SESSION_NOT_FOUND.refusal();
        }
        return signed;
    }

    private <T> T work(Ask ask, BiFunction<Statements, Signed, T> work) {
        var bearer = bearers.bearer(ask);
        return database.transact(tx -> work.apply(tx, bearers.signed(tx, bearer)));
    }
}
