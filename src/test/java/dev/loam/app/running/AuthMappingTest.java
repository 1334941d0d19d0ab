package dev.loam.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.config.AuthSettings;
import dev.loam.app.config.ConfigLoader;
import dev.loam.base.config.Secret;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.config.CaptchaConfig;
import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.config.FactorConfig;
import dev.loam.modules.auth.config.HookConfig;
import dev.loam.modules.auth.config.LimitConfig;
import dev.loam.modules.auth.config.ProviderConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthMappingTest {
    private static final URI SERVER = URI.create("http://127.0.0.1:8000");
    private static final Secret SECRET = new Secret("s".repeat(32));

    @TempDir
    private Path dir;

    @Test
    void without_settings_it_is_the_configuration_of_development() throws IOException {
        assertThat(map("", true)).isEqualTo(AuthConfig.development(SERVER, SECRET));
    }

    @Test
    void production_has_limits_a_hundredth_as_high() throws IOException {
        AuthConfig config = map("[server]\nproduction = true\n", false);

        assertThat(config.limits()).isEqualTo(LimitConfig.DEFAULT);
        assertThat(config.email().autoconfirm()).isFalse();
        assertThat(config.phone().autoconfirm()).isFalse();
        assertThat(config.development()).isFalse();
    }

    @Test
    void accounts() throws IOException {
        AuthConfig config = map("""
                [auth]
                external-url = "https://api.example/"
                password-requirements = "letters-digits"
                [auth.password.hashing]
                memory = "46MiB"
                [auth.sessions]
                timebox = "24h"
                [auth.mfa.phone]
                enroll-enabled = false
                [auth.captcha]
                enabled = true
                provider = "turnstile"
                secret = "hidden"
                """, true);

        assertThat(config.externalUrl()).hasToString("https://api.example");
        assertThat(config.passwords().required()).containsExactly(
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789");
        assertThat(config.passwords().hashing().memoryKibibytes()).isEqualTo(46 << 10);
        assertThat(config.sessions().lifetimeMax()).isEqualTo(Duration.ofDays(1));
        assertThat(config.sessions().idleMax()).isNull();
        assertThat(config.factors().phone()).isEqualTo(new FactorConfig.Kind(false, true));
        assertThat(config.captcha())
                .isEqualTo(new CaptchaConfig("turnstile", new Secret("hidden")));
    }

    @Test
    void names_are_those_of_the_protocol() throws IOException {
        AuthConfig config = map("""
                [auth.email.template.magic-link]
                content = "<p>Come</p>"
                [auth.email.notification.password-changed]
                enabled = true
                subject = "Changed"
                [auth.email.notification.email-changed]
                enabled = false
                [auth.sms.test-otp]
                "+4152127777" = "123456"
                [auth.hook.custom-access-token]
                enabled = true
                uri = "https://hooks.example"
                secrets = "v1,whsec_YQ==|v1,whsec_Yg=="
                [auth.hook.send-sms]
                uri = "https://hooks.example"
                [auth.external.linkedin-oidc]
                enabled = true
                client-id = ["one", "two"]
                secret = "hidden"
                skip-nonce-check = true
                """, true);

        assertThat(config.email().templates()).containsOnly(
                Map.entry("magic_link", new EmailConfig.Template(null, "<p>Come</p>")),
                Map.entry("password_changed", new EmailConfig.Template("Changed", null)));
        assertThat(config.email().notices()).containsExactly("password_changed");
        assertThat(config.phone().testCodes()).containsOnly(Map.entry("4152127777", "123456"));
        assertThat(config.hooks().hooks()).containsOnly(Map.entry("custom_access_token",
                new HookConfig.Hook("https://hooks.example", List.of(
                        new Secret("v1,whsec_YQ=="), new Secret("v1,whsec_Yg==")))));
        assertThat(config.providers()).containsOnly(Map.entry("linkedin_oidc",
                new ProviderConfig(true, List.of("one", "two"), new Secret("hidden"), null, null,
                        List.of(), false, false)));
    }

    private AuthConfig map(String toml, boolean development) throws IOException {
        Files.writeString(dir.resolve("loam.toml"), toml);
        AuthSettings settings = ConfigLoader
                .load(new ConfigLoader.Sources(dir, null, Map.of(), List.of())).config().auth();
        return AuthMapping.of(settings, null, SECRET, SERVER, development);
    }
}
