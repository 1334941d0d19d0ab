package dev.loam.modules.auth.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.fixture.OpenIdProvider;
import dev.loam.fixture.OpenIdProvider.Signing;
import dev.loam.kernel.identity.HandClock;
import dev.loam.modules.auth.secret.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// ID tokens, right ones and wrong ones.
class IdTokensTest {
    private final OpenIdProvider service = OpenIdProvider.start();
    private final HandClock clock = new HandClock();
    private final ServiceDesk desk = new ServiceDesk((call, _) -> service.call(call), clock);
    private final Provider provider = Configured.at(service.issuer());

    @BeforeEach
    void somebody() {
        clock.set(Instant.now());
        service.person("ann", "Ann@Example.com", true);
    }

    @AfterEach
    void close() {
        service.close();
    }

    private Profile profile(String token, String nonce) {
        return desk.profile(provider, token, nonce, null);
    }

    @Test
    void a_right_token_tells_who_it_is_about() {
        var profile = profile(service.idToken(null), null);
        assertThat(profile.subject()).isEqualTo("ann");
        assertThat(profile.email()).isEqualTo("ann@example.com");
        assertThat(profile.emailVerified()).isTrue();
        assertThat(profile.claims().toString()).isEqualTo("{\"iss\":\"" + service.issuer()
                + "\",\"name\":\"Name of ann\",\"preferred_username\":\"ann\","
                + "\"picture\":\"http://127.0.0.1/ann.png\",\"full_name\":\"Name of ann\","
                + "\"avatar_url\":\"http://127.0.0.1/ann.png\",\"sub\":\"ann\","
                + "\"provider_id\":\"ann\",\"email\":\"ann@example.com\",\"email_verified\":true,"
                + "\"phone_verified\":false}");
    }

    @TestFactory
    List<DynamicTest> claims_that_do_not_fit_are_refused() {
        long now = Instant.now().getEpochSecond();
        Map<String, Consumer<Map<String, Object>>> cases = Map.ofEntries(
                Map.entry("another issuer", claims -> claims.put("iss", "https://evil.example")),
                Map.entry("no issuer", claims -> claims.remove("iss")),
                Map.entry("another audience", claims -> claims.put("aud", "someone-else")),
                Map.entry("no audience", claims -> claims.remove("aud")),
                Map.entry("others too, and no party", claims -> claims.put(
                        "aud", List.of(OpenIdProvider.CLIENT, "someone-else"))),
                Map.entry("others too, and another party", claims -> {
                    claims.put("aud", List.of(OpenIdProvider.CLIENT, "someone-else"));
                    claims.put("azp", "someone-else");
                }),
                Map.entry("expired", claims -> claims.put("exp", now - 120)),
                Map.entry("without an end", claims -> claims.remove("exp")),
                Map.entry("an end that is a text", claims -> claims.put("exp", "never")),
                Map.entry("from the future", claims -> claims.put("iat", now + 600)),
                Map.entry("not yet valid", claims -> claims.put("nbf", now + 600)),
                Map.entry("no subject", claims -> claims.remove("sub")));
        return cases.entrySet().stream().map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
            service.changing(one.getValue());
            assertThatThrownBy(() -> profile(service.idToken(null), null))
                    .hasMessageStartingWith("validation_failed: Bad ID token");
        })).toList();
    }

    @TestFactory
    List<DynamicTest> signatures_by_others_are_refused() {
        return List.of(Signing.NONE, Signing.HMAC_WITH_PUBLIC_KEY, Signing.FOREIGN_KEY).stream()
                .map(signing -> DynamicTest.dynamicTest(signing.name(), () -> {
                    service.signing(signing);
                    assertThatThrownBy(() -> profile(service.idToken(null), null))
                            .hasMessageStartingWith("validation_failed: Bad ID token");
                })).toList();
    }

    @Test
    void what_is_no_token_is_refused() {
        for (var text : List.of("", "x", "a.b.c", "...", "e30.e30.", "x".repeat(20_000))) {
            assertThatThrownBy(() -> profile(text, null))
                    .hasMessageStartingWith("validation_failed: Bad ID token");
        }
    }

    @Test
    void the_app_s_nonce_is_in_the_token_itself_or_as_a_hash() {
        assertThat(profile(service.idToken("raw"), "raw").subject()).isEqualTo("ann");
        assertThat(profile(service.idToken(Hashes.sha256("raw")), "raw").subject())
                .isEqualTo("ann");
        assertThatThrownBy(() -> profile(service.idToken("raw"), "other"))
                .hasMessage("validation_failed: Nonces mismatch");
        for (var pair : List.of(new String[] {"raw", null}, new String[] {null, "raw"})) {
            assertThatThrownBy(() -> profile(service.idToken(pair[0]), pair[1])).hasMessage(
                    "validation_failed: Passed nonce and nonce in id_token should either both exist"
                            + " or not.");
        }
    }

    @Test
    void an_access_token_must_be_the_one_it_was_issued_with() {
        service.changing(claims -> claims.put("at_hash", "77QmUPtjPfzWtF2AnpK9RQ"));
        var token = service.idToken(null);
        var access = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assertThat(desk.profile(provider, token, null, access).subject()).isEqualTo("ann");
        assertThatThrownBy(() -> desk.profile(provider, token, null, "another"))
                .hasMessageContaining("access token is not the one");
    }

    @Test
    void a_new_key_is_found_but_keys_are_not_asked_for_all_the_time() {
        profile(service.idToken(null), null);
        service.rotate();
        assertThatThrownBy(() -> profile(service.idToken(null), null))
                .hasMessageContaining("none of the provider's keys");
        assertThat(service.asked("/jwks")).isEqualTo(1);
        clock.advance(Duration.ofSeconds(61));
        assertThat(profile(service.idToken(null), null).subject()).isEqualTo("ann");
        assertThat(service.asked("/jwks")).isEqualTo(2);
        assertThat(service.asked("/.well-known/openid-configuration")).isEqualTo(1);
    }

    @Test
    void a_document_of_another_issuer_is_refused() {
        var posing = Configured.at("http://localhost:" + service.issuer().split(":")[2]);
        assertThatThrownBy(() -> desk.profile(posing, service.idToken(null), null, null))
                .hasMessageContaining("calls itself by the name of another issuer");
    }
}
