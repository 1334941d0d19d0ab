package dev.loam.modules.auth.webauthn;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.BadChallengeException;
import com.webauthn4j.verifier.exception.BadOriginException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Proves what browsers answer.
///
/// A new credential need not vouch for its maker: what an authenticator says of itself is read and
/// stored, and nothing depends on it. A signature counts if its challenge, page, site and person
/// are the right ones and the authenticator has signed more often than before.
/// Source: Web Authentication Level 3, §7.1 and §7.2.
public final class Ceremonies {
    private static final int AAGUID_BYTES = 16;

    private final RelyingParty party;
    private final AuthCode unproven;
    private final ObjectConverter converter = new ObjectConverter();
    private final AttestedCredentialDataConverter keys =
            new AttestedCredentialDataConverter(converter);
    private final WebAuthnManager web = WebAuthnManager.createNonStrictWebAuthnManager(converter);

    /// `unproven` is the code of the refusals.
    public Ceremonies(RelyingParty party, AuthCode unproven) {
        this.party = party;
        this.unproven = unproven;
    }

    public RelyingParty party() {
        return party;
    }

    /// The new credential, proven to have been made for the challenge.
    public Credential register(ObjectNode answer, Challenge challenge) {
        complete(answer, "clientDataJSON", "attestationObject");
        return guarded(() -> {
            var data = web.parseRegistrationResponseJSON(answer.toString());
            web.verify(data, new RegistrationParameters(
                    server(challenge), algorithms(), challenge.verified(), true));
            return credential(data);
        });
    }

    /// Reads an answer, so that its credential can be looked up.
    public Assertion read(ObjectNode answer) {
        complete(answer, "clientDataJSON", "authenticatorData", "signature");
        return guarded(() ->
                new Assertion(web.parseAuthenticationResponseJSON(answer.toString())));
    }

    /// The library takes for granted that these are there.
    private void complete(ObjectNode answer, String... fields) {
        if (!answer.path("rawId").isString()) {
            throw refusal("rawId is missing");
        }
        for (var field : fields) {
            if (!answer.path("response").path(field).isString()) {
                throw refusal("response." + field + " is missing");
            }
        }
    }

    /// The credential as it is after it has signed, proven to be the owner's and to have signed the
    /// challenge.
    public Credential authenticate(
            Assertion assertion, Challenge challenge, Credential stored, UUID owner) {
        if (!assertion.credentialId().equals(stored.id())) {
            throw refusal("another credential was asked for");
        }
        if (assertion.data().getUserHandle() != null && !owner.equals(assertion.user())) {
            throw refusal("it belongs to another user");
        }
        return guarded(() -> {
            var proven = web.verify(assertion.data(), new AuthenticationParameters(
                    server(challenge), known(stored), null, challenge.verified(), true));
            var data = proven.getAuthenticatorData();
            return stored.signed(data.getSignCount(), data.isFlagBS());
        });
    }

    private ServerProperty server(Challenge challenge) {
        return ServerProperty.builder()
                .originPredicate(origin -> party.allows(origin.toString()))
                .rpId(party.id()).challenge(new DefaultChallenge(challenge.bytes())).build();
    }

    private static List<PublicKeyCredentialParameters> algorithms() {
        return Arrays.stream(Options.ALGORITHMS)
                .mapToObj(number -> new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY,
                        COSEAlgorithmIdentifier.create(number)))
                .toList();
    }

    private Credential credential(RegistrationData data) {
        var attestation = data.getAttestationObject();
        var authenticator = attestation.getAuthenticatorData();
        var attested = authenticator.getAttestedCredentialData();
        var transports = new TreeSet<String>();
        if (data.getTransports() != null) {
            data.getTransports().forEach(each -> transports.add(each.getValue()));
        }
        return new Credential(Credential.text(attested.getCredentialId()),
                converter.getCborMapper().writeValueAsBytes(attested.getCOSEKey()),
                attested.getAaguid().getValue(), authenticator.getSignCount(), transports,
                authenticator.isFlagBE(), authenticator.isFlagBS(), attestation.getFormat());
    }

    private CredentialRecord known(Credential stored) {
        return new CredentialRecordImpl(new NoneAttestationStatement(), null,
                stored.backupEligible(), stored.backedUp(), stored.signCount(),
                attested(stored), null, null, null, transports(stored.transports()));
    }

    /// The library reads public keys only as part of an authenticator's data.
    private AttestedCredentialData attested(Credential stored) {
        var id = stored.idBytes();
        var data = ByteBuffer.allocate(
                AAGUID_BYTES + Short.BYTES + id.length + stored.publicKey().length);
        data.putLong(stored.aaguid().getMostSignificantBits())
                .putLong(stored.aaguid().getLeastSignificantBits())
                .putShort((short) id.length).put(id).put(stored.publicKey());
        return keys.convert(data.array());
    }

    private static Set<AuthenticatorTransport> transports(Set<String> names) {
        var transports = new HashSet<AuthenticatorTransport>();
        names.forEach(name -> transports.add(AuthenticatorTransport.create(name)));
        return transports;
    }

    private <T> T guarded(Supplier<T> proof) {
        try {
            return proof.get();
        } catch (WebAuthnException | JacksonException | IllegalArgumentException bad) {
            throw refusal(reason(bad));
        }
    }

    private String reason(RuntimeException bad) {
        return switch (bad) {
            case BadOriginException other -> "the page " + other.getActual()
                    + " is not one of those that may use it (setting: origins of passkeys)";
            case BadRpIdException _ -> "it was made for another site than " + party.id();
            case BadChallengeException _ -> "it answers another challenge";
            case MaliciousCounterValueException _ ->
                    "its counter went back, so that it may have been copied";
            case UserNotVerifiedException _ -> "it did not verify who used it";
            case WebAuthnException other -> "it is not valid ("
                    + other.getClass().getSimpleName().replace("Exception", "") + ")";
            default -> "it cannot be read";
        };
    }

    private Refusal refusal(String why) {
        return unproven.refusal("The credential could not be verified: " + why);
    }
}
