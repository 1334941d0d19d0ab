package dev.loam.modules.auth.external;

import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.Tokens;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/// One sign-in under way at a service: the state that it brings back, and the verifier that proves
/// that we began it.
///
/// Of the state no more than a hash is kept, as the row's id; the nonce follows from it, so that it
/// need not be kept at all.
record Attempt(String state, String verifier) {
    static Attempt begin(Tokens tokens) {
        return new Attempt(tokens.opaque(), tokens.opaque());
    }

    /// Half of the state's SHA-256. Nobody can guess a state of 256 bits, nor one with the same
    /// half of its hash.
    static UUID id(String state) {
        var half = ByteBuffer.wrap(HexFormat.of().parseHex(Hashes.sha256(state)));
        return new UUID(half.getLong(), half.getLong());
    }

    /// What an ID token of this sign-in has to bear.
    static String nonce(String state) {
        return Hashes.sha256("nonce\0" + state);
    }

    /// What is told of the verifier beforehand. Source: RFC 7636 section 4.2.
    String challenge() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                HexFormat.of().parseHex(Hashes.sha256(verifier)));
    }

    /// Never prints what must stay secret.
    @Override
    public String toString() {
        return "Attempt[***]";
    }
}
