package dev.loam.modules.auth.factor;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.webauthn.Ceremonies;
import dev.loam.modules.auth.webauthn.Challenge;
import dev.loam.modules.auth.wire.Fields;
import dev.loam.ports.time.Clock;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Examines the answers to challenges.
final class Proofs {
    private static final Set<String> CEREMONIES = Set.of("create", "request");

    private final Ceremonies ceremonies;
    private final Sealer sealer;
    private final Hashes hashes;
    private final Clock clock;

    Proofs(Ceremonies ceremonies, Sealer sealer, Hashes hashes, Clock clock) {
        this.ceremonies = ceremonies;
        this.sealer = sealer;
        this.hashes = hashes;
        this.clock = clock;
    }

    /// Null for a good proof, or why it is none. What a proof changes is written.
    Refusal examine(Statements tx, Factor factor, Row challenge, Fields body) {
        return switch (factor.kind()) {
            case TOTP -> totp(tx, factor, code(body));
            case PHONE -> phone(challenge, code(body));
            case WEBAUTHN -> webauthn(tx, factor, challenge, body.within("webauthn"));
        };
    }

    private static String code(Fields body) {
        return body.required("code").replace(" ", "");
    }

    private Refusal totp(Statements tx, Factor factor, String code) {
        var secret = sealer.open(factor.row().text("secret"), factor.id().toString());
        var step = Totp.of(secret).stepOf(code, clock.now());
        return step.isPresent() && Factors.use(tx, factor.id(), step.getAsLong())
                ? null : AuthCode.MFA_VERIFICATION_FAILED.refusal();
    }

    private Refusal phone(Row challenge, String code) {
        return Hashes.equal(hashes.code(challenge.text("id"), code), challenge.text("otp_code"))
                ? null : AuthCode.MFA_VERIFICATION_FAILED.refusal(
                        "Invalid MFA Phone code entered");
    }

    /// One answer per challenge, whatever it comes to.
    private Refusal webauthn(Statements tx, Factor factor, Row row, Fields given) {
        var type = given.choice("type", CEREMONIES);
        var answer = given.object("credential_response");
        var stored = row.object("web_authn_session_data");
        if (answer == null || !type.equals(stored.path("type").asString(""))) {
            throw AuthCode.VALIDATION_FAILED.refusal("webauthn must have the type \""
                    + stored.path("type").asString("") + "\" and a credential_response");
        }
        try {
            prove(tx, factor, Challenge.read(stored), answer);
            return null;
        } catch (Refusal refusal) {
            FactorChallenges.delete(tx, row.id("id"));
            return refusal;
        }
    }

    private void prove(Statements tx, Factor factor, Challenge challenge, ObjectNode answer) {
        if (!factor.verified()) {
            Factors.keep(tx, factor.id(), ceremonies.register(answer, challenge));
            return;
        }
        var known = StoredCredential.read(factor.row().object("web_authn_credential"));
        Factors.keep(tx, factor.id(), ceremonies.authenticate(
                ceremonies.read(answer), challenge, known, factor.userId()));
    }
}
