package dev.loam.app.project;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.loam.app.config.JwtSettings;
import dev.loam.base.config.Secret;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;

/// The keys of a project: the secret tokens are signed with, as it was configured, and two tokens
/// signed with it, which clients send as their API keys.
///
/// The tokens follow from the secret and the moment the project's keys were made, so they stay the
/// same from start to start and change with the secret.
public record Keys(Secret jwtSecret, String anonKey, Secret serviceKey) {
    private static final int YEARS_VALID = 10;

    /// Signs the keys. Fails with `IllegalArgumentException` when the secret is a key set without a
    /// symmetric key: nothing can be signed with it here.
    public static Keys signed(JwtSettings jwt, Instant issuedAt) {
        OctetSequenceKey key = signingKey(jwt);
        return new Keys(jwt.secret(), token("anon", key, issuedAt),
                new Secret(token("service_role", key, issuedAt)));
    }

    private static OctetSequenceKey signingKey(JwtSettings jwt) {
        if (!jwt.secretIsJson()) {
            return new OctetSequenceKey.Builder(jwt.secretBytes()).build();
        }
        try {
            String json = jwt.secret().value();
            List<JWK> keys = json.contains("\"keys\"")
                    ? JWKSet.parse(json).getKeys() : List.of(JWK.parse(json));
            return keys.stream().filter(key -> key.getKeyType().equals(KeyType.OCT))
                    .map(JWK::toOctetSequenceKey).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "jwt.secret holds no symmetric key, so Loam cannot sign keys with it"));
        } catch (ParseException wrong) {
            throw new IllegalArgumentException(
                    "jwt.secret is not a JSON Web Key or a set of them", wrong);
        }
    }

    private static String token(String role, OctetSequenceKey key, Instant issuedAt) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("role", role)
                .issuer("loam")
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(
                        issuedAt.atOffset(ZoneOffset.UTC).plusYears(YEARS_VALID).toInstant()))
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT).keyID(key.getKeyID()).build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new MACSigner(key));
        } catch (JOSEException wrong) {
            throw new IllegalArgumentException("jwt.secret cannot sign with HS256: "
                    + wrong.getMessage(), wrong);
        }
        return token.serialize();
    }
}
