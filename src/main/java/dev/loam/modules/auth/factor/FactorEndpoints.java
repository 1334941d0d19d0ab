package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.account.SecurityNotices;
import dev.loam.modules.auth.account.Sending;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.hook.Hooks;
import dev.loam.modules.auth.notice.Messages;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Answered;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.webauthn.Ceremonies;
import dev.loam.modules.auth.webauthn.RelyingParty;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.util.UUID;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/// The endpoints of second factors and of the codes that stand in for them.
///
/// Source: Supabase documentation, "Multi-Factor Authentication"; recovery codes are Loam's own.
public final class FactorEndpoints {
    private final Parts parts;
    private final EnrolFactor enrolment;
    private final ChallengeFactor challenge;
    private final VerifyFactor verification;
    private final RaiseSession raiser;

    public FactorEndpoints(Parts parts) {
        this.parts = parts;
        var config = parts.config;
        var tokens = new Tokens(parts.chance);
        var party = RelyingParty.of(config);
        this.enrolment = new EnrolFactor(config, parts.sealer, tokens, parts.chance);
        this.challenge = new ChallengeFactor(
                config, party, parts.hashes, tokens, parts.chance, parts.clock);
        this.raiser = new RaiseSession(parts.issuer);
        var proofs = new Proofs(new Ceremonies(party, AuthCode.MFA_VERIFICATION_FAILED),
                parts.sealer, parts.hashes, parts.clock);
        this.verification = new VerifyFactor(config.factors(), proofs, parts.hooks, raiser);
    }

    /// What the endpoints need.
    public record Parts(
            AuthConfig config, AuthDatabase database, Bearers bearers, SessionIssuer issuer,
            Messages messages, Sending sending, Limits limits, Hooks hooks, Sealer sealer,
            Hashes hashes, Chance chance, Clock clock) {
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
        var bearer = parts.bearers.bearer(ask);
        return parts.database.transact(ask.exchange().keeping(), Answered.ITSELF,
                tx -> Answers.json(enrolment.enrol(tx, ask, parts.bearers.signed(tx, bearer))));
    }

    /// A message is sent once its code is stored for sure, and while no connection is held.
    private HttpResponse challenge(Ask ask) {
        count(ask, "challenge", ask.pathId("factor_id"));
        var asked = work(ask, (tx, signed) -> challenge.challenge(tx, ask, signed));
        var message = asked.message();
        if (message != null) {
            if (!parts.config.phone().testCodes().containsKey(message.phone())) {
                parts.limits.check(Limit.MESSAGES);
            }
            parts.messages.send(message);
        }
        return Answers.json(asked.json());
    }

    private HttpResponse verify(Ask ask) {
        count(ask, "answer", ask.pathId("factor_id"));
        var result = work(ask, (tx, signed) -> verification.verify(tx, ask, raisable(signed)));
        if (result.refusal() != null) {
            throw result.refusal();
        }
        if (result.enrolled() != null) {
            parts.sending.inform(SecurityNotices.factorEnrolled(
                    result.issued().userJson(), result.enrolled().kind().code()));
        }
        return result.issued().answer();
    }

    /// Per user and factor and not per address: who has a stolen password and a thousand addresses
    /// shall not have a thousand times the attempts. `factorId` is null for recovery codes.
    private void count(Ask ask, String attempt, UUID factorId) {
        parts.limits.checkAccount(Limit.FACTOR_VERIFY,
                attempt + ' ' + parts.bearers.bearer(ask).userId() + ' ' + factorId);
    }

    private record Gone(Factor factor, ObjectNode user) {
    }

    private HttpResponse unenrol(Ask ask) {
        var id = ask.pathId("factor_id");
        var gone = work(ask, (tx, signed) -> {
            var factor = Factors.require(tx, signed.user().id(), id);
            if (factor.verified() && !AssuranceLevel.high(signed)) {
                throw AuthCode.INSUFFICIENT_AAL.refusal(
                        422, "AAL2 required to unenroll verified factor");
            }
            Factors.delete(tx, factor);
            AuditLog.write(tx, "factor_unenrolled", signed.user(), ask.address(),
                    Answers.object().put("factor_id", id.toString()));
            return new Gone(factor, UserJson.of(tx, signed.user()));
        });
        if (gone.factor.verified()) {
            parts.sending.inform(SecurityNotices.factorUnenrolled(
                    gone.user, gone.factor.kind().code()));
        }
        return Answers.json(Answers.object().put("id", id.toString()));
    }

    private HttpResponse makeRecoveryCodes(Ask ask) {
        var codes = RecoveryCode.random(parts.chance);
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
        count(ask, "recovery", null);
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
        var bearer = parts.bearers.bearer(ask);
        return parts.database.transact(tx -> work.apply(tx, parts.bearers.signed(tx, bearer)));
    }
}
