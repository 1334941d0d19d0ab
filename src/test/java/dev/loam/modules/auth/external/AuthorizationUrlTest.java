package dev.loam.modules.auth.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.fixture.OpenIdProvider;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where people are sent, and what they bring along.
class AuthorizationUrlTest {
    private static final Attempt ATTEMPT = new Attempt("the state", "the verifier");

    private static Map<String, String> sent(
            Provider provider, String scopes, Map<String, String> asked) {
        return OpenIdProvider.parameters(URI.create(AuthorizationUrl.of(provider,
                "https://service/authorize?tenant=1", "https://loam/callback", ATTEMPT, scopes,
                asked)).getRawQuery());
    }

    @Test
    void it_has_state_challenge_nonce_and_all_scopes() {
        assertThat(sent(Configured.preset("google"), "calendar,drive", Map.of()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "tenant", "1", "client_id", "ours", "response_type", "code",
                        "redirect_uri", "https://loam/callback", "state", "the state",
                        "scope", "openid email profile more calendar drive",
                        "code_challenge", ATTEMPT.challenge(), "code_challenge_method", "S256",
                        "nonce", Attempt.nonce("the state")));
    }

    @Test
    void what_an_app_adds_goes_through_but_never_over_ours() {
        var sent = sent(Configured.preset("github"), null, Map.of(
                "prompt", "consent", "login_hint", "ann", "redirect_uri", "https://evil",
                "state", "chosen", "client_id", "evil", "request", "eyJ", "request_uri", "x",
                "redirect_to", "https://app", "scope", "admin"));
        assertThat(sent).containsEntry("prompt", "consent").containsEntry("login_hint", "ann")
                .containsEntry("redirect_uri", "https://loam/callback")
                .containsEntry("state", "the state").containsEntry("client_id", "ours")
                .containsEntry("scope", "user:email more")
                .doesNotContainKeys("request", "request_uri", "redirect_to", "nonce");
    }

    @Test
    void apple_posts_its_answer_and_takes_no_challenge() {
        assertThat(sent(Configured.preset("apple"), null, Map.of()))
                .containsEntry("response_mode", "form_post").doesNotContainKey("code_challenge");
    }

    @Test
    void a_service_of_one_s_own_is_at_its_own_address() {
        var own = (Service.OAuth) Presets.service("github", "https://git.example.com/");
        assertThat(own.authorization())
                .isEqualTo("https://git.example.com/login/oauth/authorize");
        assertThat(own.userinfo()).isEqualTo("https://git.example.com/api/v3/user");
        assertThat(Presets.service("keycloak", null)).isNull();
        assertThat(Presets.service("custom:house", "https://id.example.com/realms/a").issuer())
                .isEqualTo("https://id.example.com/realms/a");
    }

    @Test
    void only_what_is_enabled_can_be_used() {
        var providers = Providers.of(Map.of());
        assertThatThrownBy(() -> providers.enabled("google")).hasMessage(
                "validation_failed: Unsupported provider: provider is not enabled");
        assertThatThrownBy(() -> providers.enabled(null)).hasMessage(
                "validation_failed: Unsupported provider: missing provider name");
        assertThatThrownBy(() -> providers.ofIdToken(null, "https://x", null)).hasMessage(
                "provider_disabled: Provider (issuer \"https://x\") is not enabled");
    }
}
