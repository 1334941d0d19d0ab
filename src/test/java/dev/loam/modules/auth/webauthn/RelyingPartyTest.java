package dev.loam.modules.auth.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.config.Secret;
import dev.loam.modules.auth.config.AuthConfig;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelyingPartyTest {
    @Test
    void the_loopback_address_is_localhost_to_browsers() {
        var party = development();
        assertThat(party.id()).isEqualTo("localhost");
        assertThat(party.origins()).containsExactly("http://localhost:3000");
    }

    @Test
    void in_development_any_page_of_this_machine_will_do() {
        var party = development();
        assertThat(party.allows("http://localhost:5173")).isTrue();
        assertThat(party.allows("https://localhost")).isTrue();
        assertThat(party.allows("http://localhost.example.org")).isFalse();
        assertThat(party.allows("http://evil.example.org/?localhost")).isFalse();
        assertThat(party.allows("not a page")).isFalse();
    }

    private static RelyingParty development() {
        return RelyingParty.of(AuthConfig.development(
                URI.create("http://127.0.0.1:1"), new Secret("a secret of the project's")));
    }

    @Test
    void otherwise_only_its_own_pages() {
        var party = new RelyingParty("example.org", "Example",
                Set.of("https://example.org", "android:apk-key-hash:abc"), false);
        assertThat(party.allows("https://example.org")).isTrue();
        assertThat(party.allows("android:apk-key-hash:abc")).isTrue();
        assertThat(party.allows("https://example.org:8443")).isFalse();
        assertThat(party.allows("http://example.org")).isFalse();
        assertThat(party.allows("http://localhost:3000")).isFalse();
    }
}
