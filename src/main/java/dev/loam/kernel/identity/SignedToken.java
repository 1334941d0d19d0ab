package dev.loam.kernel.identity;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.IdentityFailure.ClaimsRefused;
import dev.loam.kernel.identity.IdentityFailure.TokenUndecodable;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A JWT in compact form, taken apart but not yet verified.
///
/// Of its header only `alg` and `kid` are read. Keys and addresses of keys in it (`jwk`, `jku`,
/// `x5u`, `x5c`) are never looked at, since whoever signed the token chose them; `crit` is refused,
/// since no extension is known here (RFC 7515 section 4.1.11).
record SignedToken(
        String algorithm, String keyId, byte[] signed, byte[] payload, byte[] signature) {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /// Takes a token apart; anything but three parts with a sound header is a refusal.
    static SignedToken parse(String token) {
        int first = token.indexOf('.');
        int second = first < 0 ? -1 : token.indexOf('.', first + 1);
        int parts = parts(token);
        if (parts != 3) {
            throw new Refusal(new TokenUndecodable(
                    "Expected 3 parts in JWT; got " + parts, null));
        }
        var header = header(decode(token.substring(0, first), "header"));
        return new SignedToken(algorithm(header), keyId(header),
                token.substring(0, second).getBytes(StandardCharsets.ISO_8859_1),
                decode(token.substring(first + 1, second), "payload"),
                decode(token.substring(second + 1), "signature"));
    }

    /// Whether it looks as if one of our key pairs had signed it.
    boolean mayBeOfPair() {
        return keyId != null && (algorithm.equals("ES256") || algorithm.equals("RS256"));
    }

    /// The claims as text. Only to be asked of a token whose signature has been found good.
    String claims() {
        try {
            return StrictJson.utf8(payload);
        } catch (CharacterCodingException bad) {
            throw new Refusal(new ClaimsRefused(
                    ClaimsRefused.NOT_PARSED, "The payload is not UTF-8."));
        }
    }

    private static int parts(String token) {
        int parts = 1;
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) == '.') {
                parts++;
            }
        }
        return parts;
    }

    private static byte[] decode(String part, String name) {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            // One token has one spelling: the last character's unused bits are zero, too.
            if (BASE64.encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException bad) {
            // Told below, in one sentence for both ways of being wrong.
        }
        throw undecodable("The " + name + " is not base64url without padding.");
    }

    private static JsonNode header(byte[] json) {
        JsonNode header;
        try {
            header = StrictJson.MAPPER.readTree(StrictJson.utf8(json));
        } catch (CharacterCodingException | JacksonException bad) {
            throw undecodable("The header is not JSON, or has a name twice.");
        }
        if (!header.isObject()) {
            throw undecodable("The header is not a JSON object.");
        }
        if (header.has("crit")) {
            throw undecodable("The header has critical extensions, and none is known here.");
        }
        if (header.has("b64")) {
            // RFC 7797 section 7: the payload of a JWT is always encoded.
            throw undecodable("The header says how the payload is encoded, which a JWT may not.");
        }
        return header;
    }

    private static String algorithm(JsonNode header) {
        var algorithm = header.get("alg");
        if (algorithm == null || !algorithm.isString()) {
            throw undecodable("The header names no algorithm.");
        }
        if (algorithm.asString().equalsIgnoreCase("none")) {
            throw new Refusal(new TokenUndecodable(TokenUndecodable.BAD_ALGORITHM,
                    "JWT is unsecured but expected 'alg' was not 'none'"));
        }
        return algorithm.asString();
    }

    private static String keyId(JsonNode header) {
        var id = header.get("kid");
        if (id == null || id.isString()) {
            return id == null ? null : id.asString();
        }
        throw undecodable("The header's kid is not a string.");
    }

    private static Refusal undecodable(String details) {
        return new Refusal(new TokenUndecodable(TokenUndecodable.NOT_DECODED, details));
    }
}
