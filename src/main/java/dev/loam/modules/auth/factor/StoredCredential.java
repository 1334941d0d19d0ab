package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.webauthn.Credential;
import dev.loam.modules.auth.wire.Answers;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// The form of a security key's credential in `auth.mfa_factors.web_authn_credential`, which an
/// imported database may have filled: bytes are base64 with padding.
final class StoredCredential {
    private static final Base64.Encoder TO_TEXT = Base64.getEncoder();
    private static final Base64.Decoder TO_BYTES = Base64.getDecoder();
    private static final int AAGUID_BYTES = 16;

    private StoredCredential() {
    }

    static ObjectNode write(Credential credential) {
        var json = Answers.object();
        json.put("id", TO_TEXT.encodeToString(credential.idBytes()));
        json.put("publicKey", TO_TEXT.encodeToString(credential.publicKey()));
        json.put("attestationType", credential.attestation());
        var transports = json.putArray("transport");
        new TreeSet<>(credential.transports()).forEach(transports::add);
        json.putObject("flags")
                .put("backupEligible", credential.backupEligible())
                .put("backupState", credential.backedUp());
        json.putObject("authenticator")
                .put("AAGUID", TO_TEXT.encodeToString(bytes(credential.aaguid())))
                .put("signCount", credential.signCount());
        return json;
    }

    static Credential read(ObjectNode json) {
        var transports = new TreeSet<String>();
        json.path("transport").forEach(each -> transports.add(each.asString("")));
        var flags = json.path("flags");
        var authenticator = json.path("authenticator");
        return new Credential(
                Base64.getUrlEncoder().withoutPadding().encodeToString(
                        TO_BYTES.decode(json.path("id").asString(""))),
                TO_BYTES.decode(json.path("publicKey").asString("")),
                aaguid(authenticator.path("AAGUID").asString("")),
                authenticator.path("signCount").asLong(0), transports,
                flags.has("backupEligible") ? flags.path("backupEligible").asBoolean(false) : null,
                flags.has("backupState") ? flags.path("backupState").asBoolean(false) : null,
                json.path("attestationType").asString("none"));
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(AAGUID_BYTES).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).array();
    }

    private static UUID aaguid(String base64) {
        var bytes = TO_BYTES.decode(base64);
        if (bytes.length != AAGUID_BYTES) {
            return new UUID(0, 0);
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
