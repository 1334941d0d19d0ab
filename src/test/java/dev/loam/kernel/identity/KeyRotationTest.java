package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.loam.kernel.identity.StoredKey.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRotationTest {
    private static final String NO_KEY = "No suitable key or wrong key type";

    private final KeyBench bench = new KeyBench();
    private final KeyRotation rotation = bench.rotation;

    @ParameterizedTest
    @EnumSource(names = {"ES256", "RS256"})
    void a_token_of_the_first_key_is_named_published_and_good(SigningAlgorithm algorithm)
            throws Exception {
        rotation.ensure(algorithm);
        bench.refresh();
        var token = bench.token();
        var header = JWSObject.parse(token).getHeader();
        var published = JWKSet.parse(bench.live.get().jwks()).getKeyByKeyId(header.getKeyID());

        assertThat(bench.outcome(token)).isEqualTo("author");
        assertThat(header.getAlgorithm().getName()).isEqualTo(algorithm.name());
        assertThat(header.getType().getType()).isEqualTo("JWT");
        assertThat(published.isPrivate()).isFalse();
        assertThat(published.toJSONObject()).containsEntry("alg", algorithm.name())
                .containsEntry("use", "sig").containsEntry("key_ops", List.of("verify"));
        assertThat(published.computeThumbprint()).hasToString(header.getKeyID());
    }

    @Test
    void no_key_but_the_first_is_made_at_a_start() throws Exception {
        rotation.ensure(SigningAlgorithm.ES256);
        rotation.ensure(SigningAlgorithm.ES256);

        assertThat(rotation.list()).singleElement()
                .extracting(StoredKey::status).isEqualTo(Status.ACTIVE);
    }

    @Test
    void nothing_is_published_where_the_secret_signs() throws Exception {
        bench.refresh();

        assertThat(bench.live.get().jwks()).isEqualTo("{\"keys\":[]}");
        assertThat(bench.live.get().signer(bench.clock.now())).isNull();
    }

    @Test
    void a_standby_verifies_and_is_published_but_does_not_sign() throws Exception {
        rotation.ensure(SigningAlgorithm.ES256);
        var standby = rotation.standby(SigningAlgorithm.ES256);
        bench.refresh();

        assertThat(bench.live.get().jwks()).contains(standby.id());
        assertThat(JWSObject.parse(bench.token()).getHeader().getKeyID())
                .isNotEqualTo(standby.id());
        assertThat(bench.outcome(signedBy(standby))).isEqualTo("author");
        assertThat(rotation.standby(SigningAlgorithm.ES256)).isEqualTo(standby);
    }

    @Test
    void a_rotation_keeps_old_tokens_good_until_they_end() throws Exception {
        rotation.ensure(SigningAlgorithm.ES256);
        var standby = rotation.standby(SigningAlgorithm.ES256);
        bench.clock.advance(Duration.ofMinutes(10));
        bench.refresh();
        var old = bench.token();
        var late = bench.live.get().signer(bench.clock.now()).sign("{\"role\":\"author\"}");
        assertThat(bench.outcome(late)).isEqualTo("author");

        assertThat(rotation.rotate(SigningAlgorithm.ES256).id()).isEqualTo(standby.id());
        bench.refresh();

        assertThat(JWSObject.parse(bench.token()).getHeader().getKeyID())
                .isEqualTo(standby.id());
        assertThat(bench.outcome(bench.token())).isEqualTo("author");
        bench.clock.advance(Duration.ofMinutes(59));
        assertThat(bench.outcome(old)).isEqualTo("author");
        bench.clock.advance(Duration.ofMinutes(3));
        // Not even read again: the key's end is known.
        assertThat(bench.outcome(late)).isEqualTo(NO_KEY);
        assertThat(bench.outcome(old)).isEqualTo(NO_KEY);
        bench.refresh();
        assertThat(JWKSet.parse(bench.live.get().jwks()).getKeys()).hasSize(1);
    }

    @Test
    void a_key_that_was_no_standby_signs_only_once_everybody_knows_it() throws Exception {
        rotation.ensure(SigningAlgorithm.ES256);
        bench.clock.advance(Duration.ofHours(1));
        bench.refresh();
        var before = JWSObject.parse(bench.token()).getHeader().getKeyID();
        var next = rotation.rotate(SigningAlgorithm.ES256);
        bench.refresh();

        assertThat(JWSObject.parse(bench.token()).getHeader().getKeyID()).isEqualTo(before);
        bench.clock.advance(KeyRotation.SPREAD_TIME);
        assertThat(JWSObject.parse(bench.token()).getHeader().getKeyID()).isEqualTo(next.id());
    }

    @Test
    void another_algorithm_takes_over_with_overlap() throws Exception {
        rotation.ensure(SigningAlgorithm.ES256);
        bench.refresh();
        var old = bench.token();
        rotation.ensure(SigningAlgorithm.RS256);
        bench.clock.advance(KeyRotation.SPREAD_TIME);
        bench.refresh();

        assertThat(JWSObject.parse(bench.token()).getHeader().getAlgorithm().getName())
                .isEqualTo("RS256");
        assertThat(bench.outcome(old)).isEqualTo("author");
    }

    @Test
    void a_revoked_key_takes_its_tokens_with_it_though_they_are_remembered() throws Exception {
        rotation.ensure(SigningAlgorithm.ES256);
        bench.refresh();
        var token = bench.token();
        assertThat(bench.outcome(token)).isEqualTo("author");

        var id = JWSObject.parse(token).getHeader().getKeyID();
        assertThat(rotation.revoke(id).status()).isEqualTo(Status.REVOKED);
        bench.refresh();

        assertThat(bench.outcome(token)).isEqualTo(NO_KEY);
        assertThat(bench.live.get().jwks()).doesNotContain(id);
        assertThat(bench.outcome(bench.token())).isEqualTo("author");
        assertThat(rotation.revoke("unheard")).isNull();
    }

    @Test
    void the_secret_verifies_beside_key_pairs_until_it_is_revoked() throws Exception {
        var token = Tokens.hs256("{\"role\":\"author\"}");
        assertThatIllegalStateException().isThrownBy(() -> rotation.revoke("secret"));
        rotation.ensure(SigningAlgorithm.ES256);
        bench.refresh();
        assertThat(bench.outcome(token)).isEqualTo("author");

        rotation.revoke("secret");
        bench.refresh();

        assertThat(bench.outcome(token)).isEqualTo(NO_KEY);
        assertThat(bench.outcome(bench.token())).isEqualTo("author");
        assertThat(JWKSet.parse(bench.live.get().jwks()).getKeys()).hasSize(1);
    }

    @Test
    void a_row_that_was_not_sealed_with_our_secret_is_no_key() throws Exception {
        rotation.ensure(SigningAlgorithm.ES256);
        var theirs = KeyBench.seal("another secret of more than thirty-two bytes")
                .standby(KeyBench.pair(SigningAlgorithm.ES256), SigningAlgorithm.ES256,
                        bench.clock.now())
                .active(bench.clock.now().plusSeconds(1));
        bench.store.put(theirs);
        bench.clock.advance(Duration.ofMinutes(1));
        bench.refresh();

        assertThat(bench.live.get().jwks()).doesNotContain(theirs.id());
        assertThat(bench.live.get().sealedCount()).isEqualTo(1);
        assertThat(JWSObject.parse(bench.token()).getHeader().getKeyID())
                .isNotEqualTo(theirs.id());
    }

    @Test
    void an_id_token_is_no_access_token() throws Exception {
        rotation.ensure(SigningAlgorithm.ES256);
        bench.refresh();

        assertThat(bench.outcome(bench.live.get().signer(bench.clock.now())
                .sign("{\"sub\":\"7\",\"aud\":\"client\"}")))
                .isEqualTo("The JWT is no access token");
    }

    @Test
    void before_the_keys_are_read_a_token_of_a_pair_is_neither_good_nor_bad() throws Exception {
        rotation.ensure(SigningAlgorithm.ES256);
        bench.refresh();
        var token = bench.token();
        bench.live.set(SigningKeys.UNREAD);

        assertThat(bench.outcome(token)).isEqualTo("The signing keys have not been read yet");
        assertThat(bench.outcome(Tokens.hs256("{\"role\":\"author\"}"))).isEqualTo("author");
        assertThat(bench.outcome(token.substring(0, token.lastIndexOf('.')) + ".AAAA"))
                .isEqualTo("The signing keys have not been read yet");
    }

    @Test
    void a_seal_opens_with_the_same_secret_name_and_algorithm_only() throws Exception {
        var pair = KeyBench.pair(SigningAlgorithm.ES256);
        var stored = bench.seal.standby(pair, SigningAlgorithm.ES256, bench.clock.now());
        JWK opened = bench.seal.open(stored);

        assertThat(opened.toJSONString()).isEqualTo(pair.toJSONString());
        assertThat(stored.publicJwk()).doesNotContain("\"d\"");
        assertThat(KeyBench.seal(Tokens.SECRET + "!").open(stored)).isNull();
        for (var other : List.of(
                copy(stored, "renamed", SigningAlgorithm.ES256, stored.sealed()),
                copy(stored, stored.id(), SigningAlgorithm.RS256, stored.sealed()),
                copy(stored, stored.id(), SigningAlgorithm.ES256, ""),
                copy(stored, stored.id(), SigningAlgorithm.ES256, "AA=="),
                copy(stored, stored.id(), SigningAlgorithm.ES256, "no base64"),
                copy(stored, stored.id(), SigningAlgorithm.ES256,
                        stored.sealed().substring(0, 60)
                                + (stored.sealed().charAt(60) == 'A' ? 'B' : 'A')
                                + stored.sealed().substring(61)))) {
            assertThat(bench.seal.open(other)).isNull();
        }
    }

    private String signedBy(StoredKey key) {
        return SigningKey.open(key, bench.seal).signer().sign("{\"role\":\"author\"}");
    }

    private static StoredKey copy(
            StoredKey key, String id, SigningAlgorithm algorithm, String sealed) {
        return new StoredKey(id, algorithm, key.status(), key.publicJwk(), sealed,
                key.createdAt(), null, null, null);
    }
}
