package dev.loam.modules.auth.server;

import dev.loam.modules.auth.session.Issued;
import dev.loam.modules.auth.wire.Answers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/// Writes what tells an application who the person is: ID tokens.
///
/// Source: OpenID Connect Core 1.0 sections 2 and 3.1.3.6.
final class IdTokens {
    /// Claims of a token that is nobody's and long expired.
    private static final String NOBODY = "{\"exp\":0}";

    private final OAuthServerParts parts;

    IdTokens(OAuthServerParts parts) {
        this.parts = parts;
    }

    /// The token that goes with a session's; `nonce` may be null. Null where no key pair can sign
    /// it now: what the secret signs is a user's own token to whoever reads it here, and the
    /// application would be the user.
    String write(Issued issued, Client client, Set<String> scopes, String nonce) {
        var user = issued.user();
        var claims = Answers.object();
        claims.put("iss", parts.issuer());
        claims.put("sub", user.id().toString());
        claims.put("aud", client.id().toString());
        claims.put("exp", issued.expiresAt().getEpochSecond());
        claims.put("iat", parts.clock().now().getEpochSecond());
        if (user.instant("last_sign_in_at") != null) {
            claims.put("auth_time", user.instant("last_sign_in_at").getEpochSecond());
        }
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        claims.put("at_hash", hash(issued.accessToken()));
        PersonClaims.write(claims, user, scopes);
        var token = parts.signer().apply(Answers.JSON.writeValueAsString(claims));
        return symmetric(algorithm(token)) ? null : token;
    }

    /// What may be asked for at this moment.
    Scopes scopes() {
        return Scopes.offered(!symmetric(algorithm()));
    }

    /// What tokens are signed with at this moment, such as `ES256`.
    String algorithm() {
        return algorithm(parts.signer().apply(NOBODY));
    }

    private static boolean symmetric(String algorithm) {
        return algorithm.startsWith("HS");
    }

    private static String algorithm(String token) {
        var header = token.split("\\.")[0];
        return Answers.JSON.readTree(Base64.getUrlDecoder().decode(header)).path("alg").asString();
    }

    /// The left half of the hash; all algorithms that sign here use SHA-256.
    private static String hash(String accessToken) {
        try {
            var hash = MessageDigest.getInstance("SHA-256")
                    .digest(accessToken.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
