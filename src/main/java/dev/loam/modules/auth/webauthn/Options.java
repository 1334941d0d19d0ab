package dev.loam.modules.auth.webauthn;

import dev.loam.modules.auth.wire.Answers;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a browser is asked, in the JSON that `parseCreationOptionsFromJSON` and
/// `parseRequestOptionsFromJSON` read: bytes are base64url.
///
/// Source: Web Authentication Level 3, §5.4 and §5.5.
public final class Options {
    /// ES256, EdDSA and RS256, the best first: what authenticators in use can do.
    static final int[] ALGORITHMS = {-7, -8, -257};

    private Options() {
    }

    /// Whom a new credential is for.
    public record Person(UUID id, String name, String displayName) {
    }

    /// To make a credential.
    ///
    /// - `discoverable`: whether it must be found without naming its owner first.
    /// - `known`: credentials that the person has; an authenticator that holds one refuses.
    public static ObjectNode creation(
            RelyingParty party, Person person, Challenge challenge, boolean discoverable,
            Collection<Credential> known, Duration timeout) {
        var options = Answers.object();
        options.putObject("rp").put("id", party.id()).put("name", party.name());
        options.putObject("user").put("id", Credential.text(UserHandle.of(person.id())))
                .put("name", person.name()).put("displayName", person.displayName());
        options.put("challenge", challenge.text());
        var parameters = options.putArray("pubKeyCredParams");
        for (int algorithm : ALGORITHMS) {
            parameters.addObject().put("type", "public-key").put("alg", algorithm);
        }
        options.put("timeout", timeout.toMillis());
        list(options.putArray("excludeCredentials"), known);
        options.putObject("authenticatorSelection")
                .put("residentKey", discoverable ? "required" : "discouraged")
                .put("requireResidentKey", discoverable)
                .put("userVerification", verification(challenge));
        return options.put("attestation", "none");
    }

    /// To sign with a credential: one of those that are allowed, or with none named any that the
    /// authenticator finds.
    public static ObjectNode request(
            RelyingParty party, Challenge challenge, Collection<Credential> allowed,
            Duration timeout) {
        var options = Answers.object();
        options.put("challenge", challenge.text());
        options.put("timeout", timeout.toMillis());
        options.put("rpId", party.id());
        list(options.putArray("allowCredentials"), allowed);
        return options.put("userVerification", verification(challenge));
    }

    private static String verification(Challenge challenge) {
        return challenge.verified() ? "required" : "preferred";
    }

    private static void list(ArrayNode list, Collection<Credential> credentials) {
        for (var credential : credentials) {
            var item = list.addObject().put("type", "public-key").put("id", credential.id());
            if (!credential.transports().isEmpty()) {
                var transports = item.putArray("transports");
                credential.transports().stream().sorted().forEach(transports::add);
            }
        }
    }
}
