package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.config.ConfigLoader.Flag;
import dev.loam.app.config.ConfigLoader.Loaded;
import dev.loam.app.config.ConfigLoader.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionRulesTest {
    private static final String FIT = """
            [auth]
            site-url = "https://shop.example"
            external-url = "https://api.shop.example"
            [auth.email.smtp]
            host = "mail.example"
            user = "me"
            pass = "hidden"
            admin-email = "noreply@shop.example"
            """;

    @TempDir
    private Path dir;

    @Test
    void what_is_complete_may_serve_with_the_projects_own_secret() {
        Loaded loaded = load(FIT);

        assertThat(problems(loaded)).isEmpty();
        assertThat(loaded.notices()).isEmpty();
    }

    @Test
    void development_refuses_nothing() {
        write("[jwt]\nsecret = \"super-secret-jwt-token-with-at-least-32-characters-long\"\n");

        Loaded loaded = ConfigLoader.load(new Sources(dir, null, Map.of(), List.of()));

        assertThat(loaded.config().production()).isFalse();
        assertThat(problems(loaded)).isEmpty();
    }

    @Test
    void defaults_are_stricter() {
        Resolved values = load(FIT).values();

        assertThat(values.get(AuthMessageTable.EMAIL_CONFIRMATIONS)).isTrue();
        assertThat(values.get(AuthMessageTable.PHONE_CONFIRMATIONS)).isTrue();
        assertThat(values.get(AuthMessageTable.PHONE_SIGNUP)).isFalse();
        assertThat(values.get(AuthTable.ANONYMOUS)).isFalse();
        assertThat(values.get(AuthFactorTable.OAUTH_REGISTRATION)).isFalse();
        assertThat(values.get(AuthMessageTable.EMAIL_FREQUENCY)).isEqualTo(Duration.ofMinutes(1));
        assertThat(values.get(AuthTable.TOKEN_REFRESH)).isEqualTo(150);
        assertThat(values.get(AuthFactorTable.TOTP_ENROLL)).isTrue();
        assertThat(values.origin(AuthTable.TOKEN_REFRESH)).isEqualTo("default");
    }

    @Test
    void a_setting_wins_over_them() {
        assertThat(load(FIT + "[auth.email]\nenable-confirmations = false\n").values()
                .get(AuthMessageTable.EMAIL_CONFIRMATIONS)).isFalse();
    }

    @Test
    void all_that_is_missing_is_told_at_once() {
        assertThat(problems(load("""
                [jwt]
                secret = "super-secret-jwt-token-with-at-least-32-characters-long"
                [auth.captcha]
                enabled = true
                provider = "hcaptcha"
                [auth.hook.custom-access-token]
                enabled = true
                uri = "https://hooks.example/claims"
                [auth.external.github]
                enabled = true
                """))).containsExactly(
                        "production: loam.toml: jwt.secret: is a secret that everybody can read "
                                + "in documentation",
                        "production: default: auth.site-url: wanted the address of your site",
                        "production: default: auth.email.smtp.host: wanted an SMTP server or the "
                                + "hook send-email, as addresses are confirmed by mail; or switch "
                                + "off auth.email.enabled",
                        "production: default: auth.hook.custom-access-token.secrets: wanted, or "
                                + "anybody can ask the hook",
                        "production: default: auth.external.github.client-id: wanted, as the "
                                + "provider is enabled",
                        "production: default: auth.external.github.secret: wanted, as the "
                                + "provider is enabled",
                        "production: default: auth.captcha.secret: wanted, as "
                                + "auth.captcha.enabled is set");
    }

    /// What is added to a fit configuration, and the setting that is then complained about.
    private record Unfit(String toml, String setting) {
    }

    static Stream<Unfit> unfit() {
        return Stream.of(
                new Unfit(FIT.replace("https://shop", "http://shop"), "auth.site-url"),
                new Unfit(FIT.replace("https://api", "http://api"), "auth.external-url"),
                new Unfit(FIT + "enabled = false\n", "auth.email.smtp.host"),
                new Unfit(FIT + "[auth.sms]\nenable-signup = true\n", "auth.sms.webhook.url"),
                new Unfit(FIT + "[auth.sms.webhook]\nurl = \"http://sms.example\"\nsecret=\"x\"\n",
                        "auth.sms.webhook.url"),
                new Unfit(FIT + "[auth.sms.test-otp]\n4152127777 = \"123456\"\n",
                        "auth.sms.test-otp.4152127777"),
                new Unfit(FIT + "[auth.hook.send-sms]\nenabled = true\nsecrets = \"v1,whsec_YQ\"\n"
                        + "uri = \"http://hooks.example\"\n", "auth.hook.send-sms.uri"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void what_is_unsafe_is_refused_with_the_field_named(Unfit one) {
        assertThat(problems(load(one.toml()))).singleElement().asString()
                .contains(": " + one.setting() + ": ").doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[auth.email]\nenabled = false\n", "[auth.email]\nenable-confirmations = false\n",
        "[auth.email]\nenable-signup = false\n", "[auth.hook.send-email]\nenabled = true\n"
            + "uri = \"pg-functions://postgres/public/mail\"\n"})
    void no_server_for_mail_is_needed_where_none_is_asked(String toml) {
        assertThat(problems(load("[auth]\nsite-url = \"http://localhost:3000\"\n" + toml)))
                .isEmpty();
    }

    @Test
    void without_accounts_only_the_secret_counts() {
        assertThat(problems(load("[auth]\nenabled = false\n"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "secret = \"c3VwZXItc2VjcmV0LWp3dC10b2tlbi13aXRoLWF0LWxlYXN0LTMyLWNoYXJhY3RlcnMtbG9uZw==\""
            + "\nsecret-is-base64 = true\n",
        "secret = '{\"kty\":\"oct\",\"k\":\"cmVhbGx5cmVhbGx5cmVhbGx5cmVhbGx5dmVyeXNhZmU\"}'\n"})
    void a_well_known_secret_is_found_in_every_form(String secret) {
        assertThat(problems(load(FIT + "[jwt]\n" + secret))).singleElement().asString()
                .contains("jwt.secret");
    }

    @Test
    void a_missing_external_address_is_a_notice() {
        assertThat(load("[auth]\nsite-url = \"https://shop.example\"\n").notices()).containsExactly(
                "auth.external-url is not set: links in mails begin with http://127.0.0.1:8000");
    }

    private static List<String> problems(Loaded loaded) {
        return ProductionRules.problems(loaded.config());
    }

    private Loaded load(String toml) {
        write(toml);
        return ConfigLoader.load(new Sources(dir, null, Map.of(),
                List.of(new Flag("--production", Settings.PRODUCTION, "true"))));
    }

    private void write(String toml) {
        try {
            Files.writeString(dir.resolve("loam.toml"), toml);
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
