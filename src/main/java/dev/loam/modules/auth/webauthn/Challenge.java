package dev.loam.modules.auth.webauthn;

import dev.loam.modules.auth.wire.Answers;
import dev.loam.ports.time.Chance;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/// Random bytes that a browser must have signed.
///
/// - `text`: the bytes, base64url.
/// - `verified`: whether the authenticator must have made sure who uses it, by a finger, a face or
///   a PIN; otherwise a touch will do.
public record Challenge(String text, boolean verified) {
    private static final int BYTES = 32;

    public static Challenge random(Chance chance, boolean verified) {
        return new Challenge(Credential.text(chance.bytes(BYTES)), verified);
    }

    /// As it is stored while it waits.
    public ObjectNode stored() {
        return Answers.object().put("challenge", text)
                .put("userVerification", verified ? "required" : "preferred");
    }

    public static Challenge read(ObjectNode stored) {
        return new Challenge(stored.path("challenge").asString(""),
                stored.path("userVerification").asString("").equals("required"));
    }

    byte[] bytes() {
        return Base64.getUrlDecoder().decode(text);
    }
}
