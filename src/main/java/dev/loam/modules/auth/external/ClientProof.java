package dev.loam.modules.auth.external;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import dev.loam.base.config.Secret;
import dev.loam.modules.auth.external.Service.Dialect;
import dev.loam.modules.auth.external.Service.OpenId;
import dev.loam.modules.auth.failure.AuthCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// How we prove to a service that we are its client: a field `Authorization`, or fields of the
/// form; a public client only names itself.
///
/// Apple takes for a secret a token that the owner of a key signs. The secret in the settings is
/// such a token, or `{"team_id","key_id","private_key"}`, of which a token for five minutes is made
/// each time.
/// Source: RFC 6749 section 2.3.1.
record ClientProof(String authorization, Map<String, String> form) {
    private static final int APPLE_SECONDS = 300;

    static ClientProof of(Provider provider, boolean basic, Instant now) {
        var secret = provider.config().secret();
        if (secret == null || secret.value().isBlank()) {
            return new ClientProof(null, Map.of("client_id", provider.clientId()));
        }
        boolean apple = provider.service() instanceof OpenId service
                && service.dialect() == Dialect.APPLE;
        var value = apple && secret.value().strip().startsWith("{")
                ? appleToken(provider, secret, now) : secret.value();
        if (basic && !apple) {
            var pair = Query.encoded(provider.clientId()) + ":" + Query.encoded(value);
            return new ClientProof("Basic " + Base64.getEncoder().encodeToString(
                    pair.getBytes(StandardCharsets.US_ASCII)), Map.of());
        }
        var form = new LinkedHashMap<String, String>();
        form.put("client_id", provider.clientId());
        form.put("client_secret", value);
        return new ClientProof(null, form);
    }

    private static String appleToken(Provider provider, Secret secret, Instant now) {
        try {
            var parts = Calls.JSON.readTree(secret.value());
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID(part(parts, "key_id")).type(JOSEObjectType.JWT).build();
            var claims = Calls.JSON.createObjectNode()
                    .put("iss", part(parts, "team_id"))
                    .put("iat", now.getEpochSecond())
                    .put("exp", now.getEpochSecond() + APPLE_SECONDS)
                    .put("aud", provider.service().issuer())
                    .put("sub", provider.clientId());
            var token = new JWSObject(header, new Payload(claims.toString()));
            token.sign(new ECDSASigner(privateKey(part(parts, "private_key"))));
            return token.serialize();
        } catch (JacksonException | JOSEException | GeneralSecurityException
                | IllegalArgumentException unusable) {
            // The cause may hold parts of the key.
            throw AuthCode.UNEXPECTED_FAILURE.refusal(
                    "The secret of provider " + provider.name() + " is no key that can sign");
        }
    }

    private static String part(JsonNode parts, String name) {
        if (!parts.path(name).isString()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return parts.get(name).asString();
    }

    private static ECPrivateKey privateKey(String pem) throws GeneralSecurityException {
        var base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return (ECPrivateKey) KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    /// Never prints what it proves with.
    @Override
    public String toString() {
        return "ClientProof[***]";
    }
}
