package dev.loam.modules.auth.passkey;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.PasskeyConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.passkey.PasskeyChallenges.Purpose;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.session.Origins;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.store.Users;
import dev.loam.modules.auth.webauthn.Ceremonies;
import dev.loam.modules.auth.webauthn.Challenge;
import dev.loam.modules.auth.webauthn.Options;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Begins a session for whoever proves that they hold a passkey. Who it is comes out of the proof.
final class SignInWithPasskey {
    private final PasskeyConfig config;
    private final Ceremonies ceremonies;
    private final SessionIssuer issuer;
    private final Tokens tokens;
    private final Chance chance;
    private final Clock clock;

    SignInWithPasskey(
            PasskeyConfig config, Ceremonies ceremonies, SessionIssuer issuer, Tokens tokens,
            Chance chance, Clock clock) {
        this.config = config;
        this.ceremonies = ceremonies;
        this.issuer = issuer;
        this.tokens = tokens;
        this.chance = chance;
        this.clock = clock;
    }

    /// What the browser is asked.
    ObjectNode options(Statements tx) {
        var challenge = Challenge.random(chance, true);
        var lifetime = config.challengeLifetime();
        var row = PasskeyChallenges.insert(tx, tokens.id(), null, Purpose.AUTHENTICATION,
                challenge, lifetime.toSeconds());
        return PasskeyEndpoints.asked(row,
                Options.request(ceremonies.party(), challenge, List.of(), lifetime));
    }

    Issued signIn(Statements tx, Ask ask, Challenge challenge, ObjectNode answer) {
        var assertion = ceremonies.read(answer);
        var found = Passkeys.byCredential(tx, assertion.credentialIdBytes());
        if (found == null) {
            throw unknown();
        }
        var user = Users.locked(tx, found.userId());
        // Whoever changes a passkey holds its owner's row, and its counter must not be an old one.
        var passkey = Passkeys.byCredential(tx, assertion.credentialIdBytes());
        if (passkey == null || user.instant("deleted_at") != null) {
            throw unknown();
        }
        var signed = ceremonies.authenticate(
                assertion, challenge, passkey.credential(), user.id());
        if (user.bannedAt(clock.now())) {
            throw AuthCode.USER_BANNED.refusal();
        }
        refuseUnconfirmed(user);
        Passkeys.used(tx, passkey.id(), signed);
        return issuer.begin(tx, user, "passkey", Origins.of(ask));
    }

    static void refuseUnconfirmed(User user) {
        if (!user.confirmed()) {
            var code = user.email() == null && user.phone() != null
                    ? AuthCode.PHONE_NOT_CONFIRMED : AuthCode.EMAIL_NOT_CONFIRMED;
            throw code.refusal(403, code.message());
        }
    }

    private static Refusal unknown() {
        return AuthCode.WEBAUTHN_VERIFICATION_FAILED.refusal(
                "The credential could not be verified: it is not known here");
    }
}
