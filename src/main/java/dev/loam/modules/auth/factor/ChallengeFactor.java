package dev.loam.modules.auth.factor;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.modules.auth.notice.Messages;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.session.AssuranceLevel;
import dev.loam.modules.auth.session.Bearers.Signed;
import dev.loam.modules.auth.session.UserJson;
import dev.loam.modules.auth.store.AuditLog;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.webauthn.Challenge;
import dev.loam.modules.auth.webauthn.Credential;
import dev.loam.modules.auth.webauthn.Options;
import dev.loam.modules.auth.webauthn.RelyingParty;
import dev.loam.modules.auth.wire.Answers;
import dev.loam.modules.auth.wire.Ask;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Asks for a proof of a factor.
final class ChallengeFactor {
    private static final Set<String> CHANNELS = Set.of("sms", "whatsapp");

    private final AuthConfig config;
    private final RelyingParty party;
    private final Hashes hashes;
    private final Tokens tokens;
    private final Chance chance;
    private final Clock clock;

    ChallengeFactor(
            AuthConfig config, RelyingParty party, Hashes hashes, Tokens tokens, Chance chance,
            Clock clock) {
        this.config = config;
        this.party = party;
        this.hashes = hashes;
        this.tokens = tokens;
        this.chance = chance;
        this.clock = clock;
    }

    /// What to answer, and what to send first; null for nothing.
    record Asked(ObjectNode json, Messages.Code message) {
    }

    /// A factor that its owner has begun with all others shown is not for anybody else to finish.
    Asked challenge(Statements tx, Ask ask, Signed signed) {
        var user = signed.user();
        var factor = Factors.require(tx, user.id(), ask.pathId("factor_id"));
        factor.kind().refuseUnlessVerified(config.factors());
        if (!factor.verified()) {
            AssuranceLevel.refuseUnlessReached(tx, signed);
        }
        var asked = switch (factor.kind()) {
            case TOTP -> new Asked(json(factor, insert(tx, tokens.id(), factor, ask, null, null)),
                    null);
            case PHONE -> phone(tx, ask, user, factor);
            case WEBAUTHN -> new Asked(webauthn(tx, ask, user, factor), null);
        };
        AuditLog.write(tx, "challenge_created", user, ask.address(),
                Answers.object().put("factor_id", factor.id().toString())
                        .put("factor_status", factor.row().text("status")));
        return asked;
    }

    private Row insert(
            Statements tx, UUID id, Factor factor, Ask ask, String code, ObjectNode webauthn) {
        return FactorChallenges.insert(
                tx, id, factor.id(), ask.address(), code, webauthn, lifetime().toSeconds());
    }

    private ObjectNode json(Factor factor, Row challenge) {
        return Answers.object().put("id", challenge.text("id"))
                .put("type", factor.kind().code())
                .put("expires_at",
                        challenge.instant("created_at").plus(lifetime()).getEpochSecond());
    }

    private Asked phone(Statements tx, Ask ask, User user, Factor factor) {
        refuseTooSoon(factor);
        var channel = ask.body().has("channel")
                ? ask.body().choice("channel", CHANNELS) : "sms";
        var id = tokens.id();
        var fixed = config.phone().testCodes().get(factor.phone());
        var code = fixed == null ? tokens.digits(config.factors().phoneCodeDigits()) : fixed;
        var row = insert(tx, id, factor, ask, hashes.code(id.toString(), code), null);
        return new Asked(json(factor, row), new Messages.Code(Messages.Purpose.FACTOR,
                factor.phone(), channel, code, UserJson.of(tx, user)));
    }

    private void refuseTooSoon(Factor factor) {
        var last = factor.row().instant("last_challenged_at");
        if (last == null) {
            return;
        }
        var wait = Duration.between(
                clock.now(), last.plus(config.factors().phoneIntervalMin()));
        if (wait.isPositive()) {
            long seconds = wait.toSeconds() + 1;
            throw new Refusal(new AuthFailure.TooOften(AuthCode.OVER_SMS_SEND_RATE_LIMIT,
                    "For security purposes, you can only request this after " + seconds
                            + " seconds.", seconds));
        }
    }

    /// A factor that was not verified yet is given its credential.
    private ObjectNode webauthn(Statements tx, Ask ask, User user, Factor factor) {
        refuseOtherSite(ask.body().within("webauthn").text("rpId"));
        var challenge = Challenge.random(chance, false);
        var type = factor.verified() ? "request" : "create";
        var row = insert(tx, tokens.id(), factor, ask, null,
                challenge.stored().put("type", type));
        var options = factor.verified()
                ? Options.request(party, challenge, List.of(credential(factor)), lifetime())
                : Options.creation(party, person(user, factor), challenge, false,
                        credentials(tx, user), lifetime());
        var json = json(factor, row);
        json.putObject("webauthn").put("type", type).putObject("credential_options")
                .set("publicKey", options);
        return json;
    }

    /// The client names the site of the page that it is on. Were that believed, any site could
    /// collect proofs for this one.
    private void refuseOtherSite(String named) {
        if (named != null && !named.equals(party.id())) {
            throw AuthCode.VALIDATION_FAILED.refusal("webauthn.rpId must be " + party.id()
                    + ", the site that security keys belong to here");
        }
    }

    private static Options.Person person(User user, Factor factor) {
        var account = user.email() != null ? user.email() : user.id().toString();
        return new Options.Person(user.id(), account,
                factor.name() == null || factor.name().isBlank() ? account : factor.name());
    }

    private static List<Credential> credentials(Statements tx, User user) {
        return Factors.of(tx, user.id()).stream()
                .filter(other -> other.kind() == FactorKind.WEBAUTHN && other.verified())
                .map(ChallengeFactor::credential).toList();
    }

    private static Credential credential(Factor factor) {
        return StoredCredential.read(factor.row().object("web_authn_credential"));
    }

    private Duration lifetime() {
        return config.factors().challengeLifetime();
    }
}
