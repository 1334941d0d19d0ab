package dev.loam.modules.auth.passkey;

import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.guard.Gate;
import dev.loam.modules.auth.guard.Limit;
import dev.loam.modules.auth.passkey.PasskeyChallenges.Purpose;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.webauthn.Ceremonies;
import dev.loam.modules.auth.webauthn.RelyingParty;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.modules.auth.wire.Endpoint;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.util.UUID;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/// The endpoints of passkeys.
///
/// Source: Supabase documentation, "Passkey authentication".
public final class PasskeyEndpoints {
    private static final int NAME_CHARS_MAX = 255;

    private final Parts parts;
    private final RegisterPasskey registration;
    private final SignInWithPasskey signIn;

    public PasskeyEndpoints(Parts parts) {
        this.parts = parts;
        var config = parts.config.passkeys();
        var tokens = new Tokens(parts.chance);
        var ceremonies = new Ceremonies(
                RelyingParty.of(parts.config), AuthCode.WEBAUTHN_VERIFICATION_FAILED);
        this.registration = new RegisterPasskey(config, ceremonies, tokens, parts.chance);
        this.signIn = new SignInWithPasskey(
                config, ceremonies, parts.issuer, tokens, parts.chance, parts.clock);
    }

    /// What the endpoints need.
    public record Parts(
            AuthConfig config, AuthDatabase database, Bearers bearers, SessionIssuer issuer,
            Gate gate, Chance chance, Clock clock) {
    }

    public Endpoints.Builder addTo(Endpoints.Builder endpoints) {
        return endpoints
                .on("POST", "/passkeys/registration/options", enabled(this::registrationOptions))
                .on("POST", "/passkeys/registration/verify", enabled(this::register))
                .on("POST", "/passkeys/authentication/options", enabled(this::signInOptions))
                .on("POST", "/passkeys/authentication/verify", enabled(this::signIn))
                .on("GET", "/passkeys", enabled(this::list))
                .on("PATCH", "/passkeys/{passkey_id}", enabled(this::rename))
                .on("DELETE", "/passkeys/{passkey_id}", enabled(this::delete));
    }

    private Endpoint enabled(Endpoint endpoint) {
        return parts.config.passkeys().enabled() ? endpoint : _ -> {
            throw AuthCode.PASSKEY_DISABLED.refusal();
        };
    }

    /// A challenge and what the browser is to do with it.
    static ObjectNode asked(Row challenge, ObjectNode options) {
        var json = Answers.object().put("challenge_id", challenge.text("id"));
        json.set("options", options);
        return json.put("expires_at", challenge.instant("expires_at").getEpochSecond());
    }

    private HttpResponse registrationOptions(Ask ask) {
        parts.gate.limits().check(Limit.PASSKEY, ask.address());
        return Answers.json(work(ask, registration::options));
    }

    private HttpResponse register(Ask ask) {
        var answer = credential(ask);
        var user = work(ask, (_, signed) -> signed.user().id());
        var challenge = PasskeyChallenges.take(
                parts.database, challengeId(ask), user, Purpose.REGISTRATION);
        var passkey = work(ask, (tx, signed) ->
                registration.register(tx, ask, signed, challenge, answer));
        return Answers.json(passkey.json());
    }

    private HttpResponse signInOptions(Ask ask) {
        parts.gate.pass(Limit.PASSKEY, ask);
        return Answers.json(parts.database.transact(signIn::options));
    }

    private HttpResponse signIn(Ask ask) {
        var answer = credential(ask);
        var challenge = PasskeyChallenges.take(
                parts.database, challengeId(ask), null, Purpose.AUTHENTICATION);
        return parts.database.transact(tx -> signIn.signIn(tx, ask, challenge, answer)).answer();
    }

    private HttpResponse list(Ask ask) {
        var passkeys = work(ask, (tx, signed) -> Passkeys.of(tx, signed.user().id()));
        var json = Answers.JSON.createArrayNode();
        passkeys.forEach(passkey -> json.add(passkey.json()));
        return Answers.json(json);
    }

    private HttpResponse rename(Ask ask) {
        var id = ask.pathId("passkey_id");
        var name = ask.body().required("friendly_name");
        if (name.length() > NAME_CHARS_MAX) {
            throw AuthCode.VALIDATION_FAILED.refusal(
                    "friendly_name must have at most " + NAME_CHARS_MAX + " characters");
        }
        var passkey = work(ask, (tx, signed) -> {
            AssuranceLevel.refuseUnlessReached(tx, signed);
            return Passkeys.rename(tx, signed.user().id(), id, name);
        });
        return Answers.json(passkey.json());
    }

    private HttpResponse delete(Ask ask) {
        var id = ask.pathId("passkey_id");
        work(ask, (tx, signed) -> {
            AssuranceLevel.refuseUnlessReached(tx, signed);
            Passkeys.delete(tx, signed.user().id(), id);
            AuditLog.write(tx, "passkey_deleted", signed.user(), ask.address(),
                    Answers.object().put("passkey_id", id.toString()));
            return id;
        });
        return Answers.nothing();
    }

    private static UUID challengeId(Ask ask) {
        ask.body().required("challenge_id");
        return ask.body().id("challenge_id");
    }

    private static ObjectNode credential(Ask ask) {
        var answer = ask.body().object("credential");
        if (answer == null) {
            throw AuthCode.VALIDATION_FAILED.refusal("credential is required");
        }
        return answer;
    }

    private <T> T work(Ask ask, BiFunction<Statements, Signed, T> work) {
        var bearer = parts.bearers.bearer(ask);
        return parts.database.transact(tx -> work.apply(tx, parts.bearers.signed(tx, bearer)));
    }
}
