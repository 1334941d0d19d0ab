package dev.loam.modules.auth.passkey;

import dev.loam.modules.auth.config.PasskeyConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.passkey.PasskeyChallenges.Purpose;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.webauthn.Ceremonies;
import dev.loam.modules.auth.webauthn.Challenge;
import dev.loam.modules.auth.webauthn.Options;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.ports.time.Chance;
import tools.jackson.databind.node.ObjectNode;

/// Gives an account a passkey: one whose owner is known and has shown all factors that it has.
final class RegisterPasskey {
    private final PasskeyConfig config;
    private final Ceremonies ceremonies;
    private final Tokens tokens;
    private final Chance chance;

    RegisterPasskey(
            PasskeyConfig config, Ceremonies ceremonies, Tokens tokens, Chance chance) {
        this.config = config;
        this.ceremonies = ceremonies;
        this.tokens = tokens;
        this.chance = chance;
    }

    /// What the browser is asked.
    ObjectNode options(Statements tx, Signed signed) {
        refuseUnlessAllowed(tx, signed);
        var user = signed.user();
        var challenge = Challenge.random(chance, true);
        var lifetime = config.challengeLifetime();
        var row = PasskeyChallenges.insert(tx, tokens.id(), user.id(), Purpose.REGISTRATION,
                challenge, lifetime.toSeconds());
        var known = Passkeys.of(tx, user.id()).stream().map(Passkey::credential).toList();
        return PasskeyEndpoints.asked(row, Options.creation(
                ceremonies.party(), person(user), challenge, true, known, lifetime));
    }

    /// Stores what the browser made.
    Passkey register(
            Statements tx, Ask ask, Signed signed, Challenge challenge, ObjectNode answer) {
        refuseUnlessAllowed(tx, signed);
        var made = ceremonies.register(answer, challenge);
        var passkey = Passkeys.insert(tx, tokens.id(), signed.user().id(), made);
        if (passkey == null) {
            throw AuthCode.WEBAUTHN_VERIFICATION_FAILED.refusal(
                    "The credential could not be verified: it is registered already");
        }
        AuditLog.write(tx, "passkey_created", signed.user(), ask.address(),
                Answers.object().put("passkey_id", passkey.id().toString()));
        return passkey;
    }

    private void refuseUnlessAllowed(Statements tx, Signed signed) {
        var user = signed.user();
        if (user.anonymous()) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    403, "Anonymous users cannot have passkeys");
        }
        SignInWithPasskey.refuseUnconfirmed(user);
        AssuranceLevel.refuseUnlessReached(tx, signed);
        if (Passkeys.of(tx, user.id()).size() >= config.perUserMax()) {
            throw AuthCode.VALIDATION_FAILED.refusal(422,
                    "Maximum number of passkeys reached, delete one to continue");
        }
    }

    private static Options.Person person(User user) {
        var account = user.email() != null ? user.email() : user.phone();
        var name = user.userMetadata().path("full_name").asString("");
        return new Options.Person(user.id(), account, name.isBlank() ? account : name);
    }
}
