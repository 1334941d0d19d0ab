package dev.loam.modules.auth.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// How we prove to services who we are.
class ClientProofTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void a_secret_goes_where_the_service_wants_it() {
        var provider = Configured.provider("house", "https://id", "us & them", "a:b");
        assertThat(ClientProof.of(provider, true, NOW).authorization()).isEqualTo("Basic "
                + Base64.getEncoder().encodeToString("us+%26+them:a%3Ab".getBytes()));
        assertThat(ClientProof.of(provider, false, NOW).form())
                .containsEntry("client_id", "us & them").containsEntry("client_secret", "a:b");
        assertThat(ClientProof.of(provider, true, NOW).toString()).doesNotContain("Basic");
    }

    @Test
    void a_public_client_only_names_itself() {
        var proof = ClientProof.of(Configured.provider("house", "https://id", "us", null), true,
                NOW);
        assertThat(proof.authorization()).isNull();
        assertThat(proof.form()).containsOnlyKeys("client_id");
    }

    @Test
    void apple_gets_a_token_signed_with_the_owner_s_key() throws Exception {
        var key = new ECKeyGenerator(Curve.P_256).generate();
        var pem = "-----BEGIN PRIVATE KEY-----\\n" + Base64.getEncoder()
                .encodeToString(key.toECPrivateKey().getEncoded()) + "\\n-----END PRIVATE KEY-----";
        var provider = Configured.provider("apple", null, "com.example.app",
                "{\"team_id\":\"TEAM\",\"key_id\":\"KEY\",\"private_key\":\"" + pem + "\"}");
        var token = SignedJWT.parse(ClientProof.of(provider, true, NOW).form()
                .get("client_secret"));
        assertThat(token.verify(new ECDSAVerifier(key.toECPublicKey()))).isTrue();
        assertThat(token.getHeader().getKeyID()).isEqualTo("KEY");
        assertThat(token.getPayload().toString()).isEqualTo("{\"iss\":\"TEAM\",\"iat\":1780315200,"
                + "\"exp\":1780315500,\"aud\":\"https://appleid.apple.com\","
                + "\"sub\":\"com.example.app\"}");
    }

    @Test
    void a_ready_token_of_apple_s_is_taken_as_it_is_and_a_broken_key_is_not_told() {
        assertThat(ClientProof.of(Configured.provider("apple", null, "app", "eyJ.x.y"), true, NOW)
                .form()).containsEntry("client_secret", "eyJ.x.y");
        assertThatThrownBy(() -> ClientProof.of(Configured.provider("apple", null, "app",
                "{\"team_id\":\"T\",\"key_id\":\"K\",\"private_key\":\"c2VjcmV0\"}"), true, NOW))
                .hasMessage("unexpected_failure: The secret of provider apple is no key that can"
                        + " sign").hasMessageNotContaining("c2VjcmV0");
    }
}
