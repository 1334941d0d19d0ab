package dev.loam.kernel.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.loam.base.config.Secret;
import dev.loam.kernel.identity.IdentityConfig.OpaqueKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes keys and tokens, sound ones and others.
final class Tokens {
    static final String SECRET = "a secret of more than thirty-two bytes";
    static final long NOON = HandClock.NOON.getEpochSecond();

    private Tokens() {
    }

    static IdentityConfig config(String secret) {
        return config(secret, "anon", 100);
    }

    static IdentityConfig config(String secret, String anonymousRole, int cacheEntriesMax) {
        return new IdentityConfig(secret == null ? null : new Secret(secret), false, null,
                RolePath.ROLE, anonymousRole, "authenticator", true,
                List.of(new OpaqueKey(new Secret("sb_publishable_abc_1"), "anon"),
                        new OpaqueKey(new Secret("sb_secret_def_2"), "service_role")),
                cacheEntriesMax, IdentityConfig.TOKEN_CHARS_MAX, Duration.ofSeconds(30));
    }

    static IdentityConfig config(String secret, String audience, String rolePath) {
        return new IdentityConfig(new Secret(secret), false, audience, RolePath.parse(rolePath),
                "anon", "authenticator", true, List.of(), 0, IdentityConfig.TOKEN_CHARS_MAX,
                Duration.ofSeconds(30));
    }

    static String hs256(String payload) {
        return mac("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", payload, "HmacSHA256", SECRET);
    }

    static String mac(String header, String payload, String algorithm, String secret) {
        return mac(header.getBytes(StandardCharsets.UTF_8),
                payload.getBytes(StandardCharsets.UTF_8), algorithm,
                secret.getBytes(StandardCharsets.UTF_8));
    }

    static String mac(byte[] header, byte[] payload, String algorithm, byte[] secret) {
        var signed = base64(header) + '.' + base64(payload);
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return signed + '.'
                    + base64(mac.doFinal(signed.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException bad) {
            throw new AssertionError(bad);
        }
    }

    static String unsigned(String header, String payload) {
        return base64(header.getBytes(StandardCharsets.UTF_8)) + '.'
                + base64(payload.getBytes(StandardCharsets.UTF_8)) + '.';
    }

    static String signed(JWK key, String algorithm, String keyId, String payload) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(keyId).build();
            var signed = header.toBase64URL() + "."
                    + base64(payload.getBytes(StandardCharsets.UTF_8));
            return signed + '.' + signer(key).sign(
                    header, signed.getBytes(StandardCharsets.ISO_8859_1));
        } catch (JOSEException bad) {
            throw new AssertionError(bad);
        }
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSASigner(rsa);
            case ECKey ec -> new ECDSASigner(ec);
            case OctetKeyPair ed -> new Ed25519Signer(ed);
            default -> throw new AssertionError(key);
        };
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException bad) {
            throw new AssertionError(bad);
        }
    }

    static ECKey ec(Curve curve, String id) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException bad) {
            throw new AssertionError(bad);
        }
    }

    static OctetKeyPair ed25519(String id) {
        try {
            return new OctetKeyPairGenerator(Curve.Ed25519).keyID(id).generate();
        } catch (JOSEException bad) {
            throw new AssertionError(bad);
        }
    }

    static String jwks(JWK... keys) {
        var text = new StringBuilder("{\"keys\":[");
        for (var key : keys) {
            text.append(text.charAt(text.length() - 1) == '[' ? "" : ",")
                    .append(key.toPublicJWK().toJSONString());
        }
        return text.append("]}").toString();
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
