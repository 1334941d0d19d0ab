package dev.loam.modules.auth.webauthn;

import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// What is known of a person's key pair.
///
/// - `id`: the name that the authenticator gave it, base64url.
/// - `publicKey`: its public half, in the form of COSE.
/// - `aaguid`: the model of the authenticator; zeros where it does not say.
/// - `signCount`: how often it has signed; zero where the authenticator does not count.
/// - `transports`: how a browser can reach it: `usb`, `nfc`, `ble`, `internal`, `hybrid`, …
/// - `backupEligible`, `backedUp`: whether it may leave its device, and whether it has; null where
///   that is not known, as of what another server stored.
/// - `attestation`: the form in which the authenticator vouched for itself; never relied on.
public record Credential(
        String id, byte[] publicKey, UUID aaguid, long signCount, Set<String> transports,
        Boolean backupEligible, Boolean backedUp, String attestation) {
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder TO_BYTES = Base64.getUrlDecoder();

    public Credential {
        transports = Set.copyOf(new TreeSet<>(transports));
    }

    public byte[] idBytes() {
        return TO_BYTES.decode(id);
    }

    static String text(byte[] bytes) {
        return TO_TEXT.encodeToString(bytes);
    }

    /// As it is after it has signed.
    Credential signed(long newCount, boolean nowBackedUp) {
        return new Credential(id, publicKey, aaguid, newCount, transports, backupEligible,
                nowBackedUp, attestation);
    }
}
