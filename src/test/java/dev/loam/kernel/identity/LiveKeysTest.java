package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import dev.loam.base.config.Secret;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveKeysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CLAIMS = "{\"role\":\"author\"}";

    private final KeyBench bench = new KeyBench();
    private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

    @Test
    void the_first_reading_makes_a_key_where_one_is_asked_for() throws Exception {
        try (var live = live(SigningAlgorithm.ES256)) {
            assertThat(live.awaitRefreshed(PATIENCE)).isTrue();
            var token = live.signer().sign(CLAIMS);

            assertThat(JWSObject.parse(token).getHeader().getAlgorithm().getName())
                    .isEqualTo("ES256");
            assertThat(KeyBench.outcome(verifier(live), token)).isEqualTo("author");
        }
    }

    @Test
    void with_hs256_no_key_is_made_and_pairs_of_others_verify() throws Exception {
        try (var live = live(SigningAlgorithm.HS256)) {
            assertThat(live.awaitRefreshed(PATIENCE)).isTrue();
            assertThat(bench.store.load()).isEmpty();

            bench.rotation.ensure(SigningAlgorithm.ES256);
            bench.refresh();
            assertThat(live.awaitRefreshed(PATIENCE)).isTrue();

            assertThat(KeyBench.outcome(verifier(live), bench.token())).isEqualTo("author");
            var own = live.signer().sign(CLAIMS);
            assertThat(JWSObject.parse(own).getHeader().getAlgorithm().getName())
                    .isEqualTo("HS256");
            assertThat(JWSObject.parse(own).getHeader().getKeyID()).isNull();
        }
    }

    @Test
    void an_unchanged_store_leaves_the_remembered_tokens_alone() throws Exception {
        try (var live = live(SigningAlgorithm.ES256)) {
            assertThat(live.awaitRefreshed(PATIENCE)).isTrue();
            var before = live.get();
            assertThat(live.awaitRefreshed(PATIENCE)).isTrue();

            assertThat(live.get()).isSameAs(before);
        }
    }

    @Test
    void without_a_database_the_secret_signs_and_it_tries_on() throws Exception {
        bench.store.failWith(new KeysUnreadable("no route", true));
        try (var live = live(SigningAlgorithm.ES256)) {
            assertThat(failures.poll(30, TimeUnit.SECONDS)).isEqualTo("no route");
            var token = live.signer().sign(CLAIMS);
            assertThat(KeyBench.outcome(verifier(live), token)).isEqualTo("author");
            assertThat(live.get()).isSameAs(SigningKeys.UNREAD);

            bench.store.failWith(null);
            assertThat(live.awaitRefreshed(PATIENCE)).isTrue();
            assertThat(live.get().jwks()).contains("ES256");
        }
    }

    @Test
    void a_database_that_keeps_no_keys_leaves_it_at_the_secret() throws Exception {
        bench.store.failWith(new KeysUnreadable("permission denied", false));
        try (var live = live(SigningAlgorithm.HS256)) {
            assertThat(failures.poll(30, TimeUnit.SECONDS)).isEqualTo("permission denied");

            assertThat(live.get()).isSameAs(SigningKeys.NONE);
        }
    }

    private LiveKeys live(SigningAlgorithm algorithm) {
        var secretSigner = TokenSigner.of(new Secret(Tokens.SECRET), false);
        return new LiveKeys(
                new LiveKeys.Parts(bench.rotation, bench.seal, algorithm, secretSigner),
                bench.clock, LiveKeys.INTERVAL, new LiveKeys.Listener() {
                    @Override
                    public void onChanged(int sealed) {
                        assertThat(sealed).isZero();
                    }

                    @Override
                    public void onFailed(String why, Duration pause) {
                        failures.add(why);
                    }
                });
    }

    private TokenVerifier verifier(LiveKeys live) {
        return new TokenVerifier(
                Tokens.config(Tokens.SECRET), live, ApiKeyLookup.NONE, bench.clock);
    }
}
