package dev.loam.modules.auth.factor;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.FactorConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.hook.Hooks;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.Sessions;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import java.util.UUID;

/// Takes the answer to a challenge and raises the session. A factor that was begun counts from then
/// on.
final class VerifyFactor {
    private final FactorConfig config;
    private final Proofs proofs;
    private final Hooks hooks;
    private final RaiseSession raiser;

    VerifyFactor(
            FactorConfig config, Proofs proofs, Hooks hooks, RaiseSession raiser) {
        this.config = config;
        this.proofs = proofs;
        this.hooks = hooks;
        this.raiser = raiser;
    }

    /// What an attempt came to; a refusal here leaves its mark in the database. `enrolled` is the
    /// factor where it counts from now on.
    record Result(Issued issued, Factor enrolled, Refusal refusal) {
        private static Result of(Refusal refusal) {
            return new Result(null, null, refusal);
        }
    }

    Result verify(Statements tx, Ask ask, Signed signed) {
        var user = signed.user();
        var factor = Factors.require(tx, user.id(), ask.pathId("factor_id"));
        factor.kind().refuseUnlessVerified(config);
        if (!factor.verified()) {
            AssuranceLevel.refuseUnlessReached(tx, signed);
        }
        var challenge = challenge(tx, factor, ask.body().id("challenge_id"));
        var refusal = proofs.examine(tx, factor, challenge, ask.body());
        var decision = hooks.mfaVerificationAttempt(
                tx, user.id(), factor.id(), factor.kind().code(), refusal == null);
        AuditLog.write(tx, "verification_attempted", user, ask.address(), Answers.object()
                .put("factor_id", factor.id().toString())
                .put("challenge_id", challenge.text("id"))
                .put("factor_type", factor.kind().code())
                .put("valid", refusal == null && !decision.rejected()));
        if (decision.rejected()) {
            Sessions.deleteAll(tx, user.id());
            return Result.of(rejection(decision.message()));
        }
        if (refusal != null) {
            return Result.of(refusal);
        }
        FactorChallenges.answered(tx, challenge.id("id"));
        if (!factor.verified()) {
            Factors.verified(tx, factor.id());
        }
        return new Result(raiser.raise(tx, signed, factor.id(), factor.kind().method()),
                factor.verified() ? null : factor, null);
    }

    private static Refusal rejection(String message) {
        var code = AuthCode.MFA_VERIFICATION_REJECTED;
        return code.refusal(403, message == null ? code.message() : message);
    }

    private Row challenge(Statements tx, Factor factor, UUID id) {
        if (id == null) {
            throw AuthCode.VALIDATION_FAILED.refusal("challenge_id is required");
        }
        var challenge = FactorChallenges.find(
                tx, id, factor.id(), config.challengeLifetime().toSeconds());
        if (challenge == null) {
            throw AuthCode.MFA_FACTOR_NOT_FOUND.refusal(
                    "MFA factor with the provided challenge ID not found");
        }
        if (!challenge.truth("fresh")) {
            throw AuthCode.MFA_CHALLENGE_EXPIRED.refusal("MFA challenge " + id
                    + " has expired, verify against another challenge or create a new"
                    + " challenge.");
        }
        return challenge;
    }
}
