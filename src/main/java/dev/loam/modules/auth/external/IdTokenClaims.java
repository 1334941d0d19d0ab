package dev.loam.modules.auth.external;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.external.Service.Dialect;
import dev.loam.modules.auth.external.Service.OpenId;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.secret.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The claims of an ID token whose signature, made by `algorithm`, is right, and what they must say
/// to count here. Pure.
/// Source: OpenID Connect Core 1.0 section 3.1.3.7.
record IdTokenClaims(ObjectNode claims, String algorithm) {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Pattern TENANT = Pattern.compile("[0-9a-fA-F-]{36}");

    /// Refuses what another issuer made, what is meant for others, and what is too old or too new.
    void check(Provider provider, Metadata metadata, Instant now) {
        if (!issuedBy((OpenId) provider.service(), metadata)) {
            throw IdTokens.bad("its issuer is not the provider");
        }
        checkAudience(provider.config().clientIds());
        if (text("sub") == null) {
            throw IdTokens.bad("it names no subject");
        }
        var expiry = moment("exp");
        var issued = moment("iat");
        if (expiry == null || !now.isBefore(expiry.plus(SKEW))) {
            throw IdTokens.bad("it has expired");
        }
        if (issued == null || issued.isAfter(now.plus(SKEW))) {
            throw IdTokens.bad("it was issued in the future or does not say when");
        }
        var begin = moment("nbf");
        if (begin != null && begin.isAfter(now.plus(SKEW))) {
            throw IdTokens.bad("it does not count yet");
        }
    }

    private boolean issuedBy(OpenId service, Metadata metadata) {
        var issuer = text("iss");
        var expected = metadata.issuer();
        if (service.dialect() == Dialect.AZURE) {
            var tenant = text("tid");
            if (tenant == null || !TENANT.matcher(tenant).matches()) {
                return false;
            }
            expected = expected.replace("{tenantid}", tenant);
        }
        return expected.equals(issuer) || service.dialect() == Dialect.GOOGLE
                && expected.equals("https://" + issuer);
    }

    private void checkAudience(List<String> clientIds) {
        var audience = claims.path("aud");
        var named = audience.isArray()
                ? audience.valueStream().map(one -> one.asString("")).toList()
                : List.of(audience.asString(""));
        if (named.stream().noneMatch(clientIds::contains)) {
            throw IdTokens.bad("it is meant for another client");
        }
        var party = text("azp");
        // Of a token for one client alone Google lets another of the same owner be the party.
        if (named.size() > 1 && (party == null || !clientIds.contains(party))) {
            throw IdTokens.bad("it was given to another client");
        }
    }

    /// The nonce that we sent ourselves must come back as it was.
    void checkOwnNonce(String expected) {
        if (!Hashes.equal(expected, text("nonce"))) {
            throw IdTokens.bad("its nonce is not the one of this sign-in");
        }
    }

    /// An app hands in the nonce it made; the token holds it or, as Apple and Google want it from
    /// apps, its SHA-256 in hexadecimal digits.
    void checkNonceOfApp(String nonce) {
        var claimed = text("nonce");
        boolean passed = nonce != null && !nonce.isEmpty();
        if (passed != (claimed != null)) {
            throw refused("Passed nonce and nonce in id_token should either both exist or not.");
        }
        boolean same = !passed || Hashes.equal(Hashes.sha256(nonce), claimed)
                | Hashes.equal(nonce, claimed);
        if (!same) {
            throw refused("Nonces mismatch");
        }
    }

    /// An access token that comes along must be the one that the token was issued with.
    void checkAccessToken(String accessToken) {
        var expected = text("at_hash");
        if (accessToken == null || expected == null) {
            return;
        }
        if (!Hashes.equal(expected, halfHash(accessToken))) {
            throw IdTokens.bad("the access token is not the one it was issued with");
        }
    }

    /// The left half of the hash that the token's algorithm uses; EdDSA's is SHA-512.
    private String halfHash(String token) {
        var bits = algorithm.startsWith("Ed") ? "512" : algorithm.substring(2);
        try {
            var hash = MessageDigest.getInstance("SHA-" + bits)
                    .digest(token.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-2", missing);
        }
    }

    private static Refusal refused(String message) {
        return AuthCode.VALIDATION_FAILED.refusal(message);
    }

    String text(String name) {
        var value = claims.get(name);
        return value != null && value.isString() && !value.asString().isBlank()
                ? value.asString() : null;
    }

    private Instant moment(String name) {
        JsonNode value = claims.get(name);
        if (value == null || !value.isNumber()) {
            return null;
        }
        return Instant.ofEpochSecond((long) Math.clamp(value.doubleValue(), 0, 1e11));
    }
}
