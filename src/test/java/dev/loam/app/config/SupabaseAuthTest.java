package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.config.ConfigLoader.Loaded;
import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.base.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupabaseAuthTest {
    @TempDir
    private Path dir;

    @Test
    void accounts_are_configured_by_their_names_there() throws IOException {
        Resolved values = load("""
                [auth]
                enabled = true
                site_url = "https://shop.example"
                external_url = "https://api.shop.example/auth/v1"
                additional_redirect_urls = ["https://shop.example/**"]
                jwt_expiry = 600
                refresh_token_reuse_interval = 3
                enable_anonymous_sign_ins = false
                minimum_password_length = 8
                password_requirements = "lower_upper_letters_digits"
                [auth.rate_limit]
                token_refresh = 20
                [auth.sessions]
                timebox = "24h"
                [auth.mfa.web_authn]
                enroll_enabled = false
                [auth.webauthn]
                rp_id = "shop.example"
                [auth.oauth_server]
                allow_dynamic_registration = false
                """, Map.of()).values();

        assertThat(values.get(AuthTable.SITE_URL)).isEqualTo("https://shop.example");
        assertThat(values.get(AuthTable.EXTERNAL_URL)).isEqualTo("https://api.shop.example");
        assertThat(values.get(AuthTable.REDIRECT_URLS)).containsExactly("https://shop.example/**");
        assertThat(values.get(AuthTable.JWT_EXPIRY)).isEqualTo(Duration.ofMinutes(10));
        assertThat(values.get(AuthTable.REUSE_INTERVAL)).isEqualTo(Duration.ofSeconds(3));
        assertThat(values.get(AuthTable.ANONYMOUS)).isFalse();
        assertThat(values.get(AuthTable.PASSWORD_LENGTH_MIN)).isEqualTo(8);
        assertThat(values.get(AuthTable.PASSWORD_REQUIREMENTS))
                .isEqualTo("lower-upper-letters-digits");
        assertThat(values.get(AuthTable.TOKEN_REFRESH)).isEqualTo(20);
        assertThat(values.get(AuthTable.TIMEBOX)).isEqualTo(Duration.ofDays(1));
        assertThat(values.get(AuthFactorTable.WEBAUTHN_ENROLL)).isFalse();
        assertThat(values.get(AuthFactorTable.RP_ID)).isEqualTo("shop.example");
        assertThat(values.get(AuthFactorTable.OAUTH_REGISTRATION)).isFalse();
    }

    @Test
    void messages_hooks_and_providers_are_configured_by_their_names_there() throws IOException {
        Files.createDirectories(dir.resolve("supabase/templates"));
        Files.writeString(dir.resolve("supabase/templates/link.html"), "<p>Come</p>");

        Loaded loaded = load("""
                [auth.email]
                enable_confirmations = true
                max_frequency = "1m0s"
                [auth.email.smtp]
                host = "mail.example"
                user = "me"
                pass = "env(MAIL_PASS)"
                admin_email = "noreply@shop.example"
                [auth.email.template.magic_link]
                subject = "Come in"
                content_path = "./supabase/templates/link.html"
                [auth.sms.test_otp]
                4152127777 = "123456"
                [auth.hook.custom_access_token]
                enabled = true
                uri = "pg-functions://postgres/public/claims"
                [auth.external.linkedin_oidc]
                enabled = true
                client_id = "mine,other"
                secret = "env(LINKEDIN)"
                """, Map.of("MAIL_PASS", "hidden", "LINKEDIN", "hidden too"));
        Resolved values = loaded.values();

        assertThat(values.get(AuthMessageTable.EMAIL_CONFIRMATIONS)).isTrue();
        assertThat(values.get(AuthMessageTable.EMAIL_FREQUENCY)).isEqualTo(Duration.ofMinutes(1));
        assertThat(loaded.config().auth().smtp().password()).isEqualTo(new Secret("hidden"));
        assertThat(values.get(AuthMessageTable.TEMPLATE_SUBJECT.of("magic-link")))
                .isEqualTo("Come in");
        assertThat(loaded.config().auth().contents()).containsEntry("magic-link", "<p>Come</p>");
        assertThat(values.get(AuthMessageTable.TEST_CODE.of("4152127777")))
                .isEqualTo(new Secret("123456"));
        assertThat(loaded.config().auth().hook("custom-access-token")).isTrue();
        assertThat(values.get(AuthServiceTable.CLIENT_ID.of("linkedin-oidc")))
                .containsExactly("mine", "other");
        assertThat(values.get(AuthServiceTable.CLIENT_SECRET.of("linkedin-oidc")))
                .isEqualTo(new Secret("hidden too"));
        assertThat(loaded.notices()).isEmpty();
    }

    @Test
    void what_has_no_counterpart_is_named_unless_it_is_switched_off() throws IOException {
        assertThat(load("""
                [auth]
                signing_keys_path = "./keys.json"
                [auth.sms.twilio]
                enabled = false
                auth_token = "env(TWILIO)"
                [auth.sms.vonage]
                enabled = true
                [auth.web3.solana]
                enabled = false
                [auth.third_party.clerk]
                enabled = true
                """, Map.of()).notices()).containsExactly(
                        "supabase/config.toml: Loam has no counterpart yet for "
                                + "[auth.sms.vonage], [auth.third_party.clerk], "
                                + "auth.signing_keys_path");
    }

    @Test
    void a_variable_that_is_not_set_leaves_no_value() throws IOException {
        Loaded loaded = load("""
                [auth.external.apple]
                enabled = false
                secret = "env(APPLE)"
                [auth.external.github]
                enabled = true
                client_id = "mine"
                secret = "env(GITHUB)"
                """, Map.of());

        assertThat(loaded.values().get(AuthServiceTable.CLIENT_SECRET.of("github"))).isNull();
        assertThat(loaded.notices()).containsExactly("supabase/config.toml: "
                + "auth.external.github.secret is passed over, as the variable of env(GITHUB) "
                + "is not set");
    }

    @Test
    void the_limit_on_mail_counts_with_a_server_to_send_it() throws IOException {
        String limit = "[auth.rate_limit]\nemail_sent = 2\n";
        String smtp = "[auth.email.smtp]\nhost = \"mail.example\"\nadmin_email = \"a@b.example\"\n";

        assertThat(load(limit, Map.of()).values().get(AuthTable.EMAIL_SENT))
                .isEqualTo(AuthTable.EMAIL_SENT.fallback());
        assertThat(load(limit + smtp, Map.of()).values().get(AuthTable.EMAIL_SENT)).isEqualTo(2);
    }

    private Loaded load(String toml, Map<String, String> environment) throws IOException {
        Files.createDirectories(dir.resolve("supabase"));
        Files.writeString(dir.resolve("supabase/config.toml"), toml);
        return ConfigLoader.load(new Sources(dir, null, environment, List.of()));
    }
}
