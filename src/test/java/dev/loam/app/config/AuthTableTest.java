package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.smtp.SmtpConfig;
import dev.loam.adapters.smtp.SmtpConfig.Security;
import dev.loam.app.config.ConfigLoader.Loaded;
import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.base.config.ByteSize;
import dev.loam.base.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthTableTest {
    @TempDir
    private Path dir;

    /// A setting, the name it stands for (null for none), how a file and a variable give it, and
    /// what comes out.
    private record Case(Setting<?> setting, String name, String toml, String text, Object wanted) {
        Setting<?> concrete() {
            return name == null ? setting : setting.of(name);
        }

        @Override
        public String toString() {
            return concrete().key();
        }
    }

    static Stream<Case> every_setting() {
        return Stream.of(accounts(), limits(), messages(), named(), factors())
                .flatMap(cases -> cases);
    }

    private static Stream<Case> accounts() {
        return Stream.of(
                one(AuthTable.ENABLED, "false", "off", false),
                text(AuthTable.SITE_URL, "https://shop.example"),
                one(AuthTable.REDIRECT_URLS, "[\"https://a.example/**\"]", "https://a.example/**",
                        List.of("https://a.example/**")),
                text(AuthTable.EXTERNAL_URL, "https://api.example"),
                one(AuthTable.JWT_EXPIRY, "600", "10m", Duration.ofMinutes(10)),
                text(AuthTable.JWT_ISSUER, "https://issuer.example"),
                one(AuthTable.ROTATION, "false", "false", false),
                one(AuthTable.REUSE_INTERVAL, "\"3s\"", "3", Duration.ofSeconds(3)),
                one(AuthTable.SIGNUP, "false", "false", false),
                one(AuthTable.ANONYMOUS, "false", "false", false),
                one(AuthTable.MANUAL_LINKING, "true", "true", true),
                one(AuthTable.PASSWORD_LENGTH_MIN, "12", "12", 12),
                text(AuthTable.PASSWORD_REQUIREMENTS, "letters-digits"),
                one(AuthTable.BREACHED_REFUSED, "false", "false", false),
                text(AuthTable.BREACH_SERVICE, "https://breaches.example/range/"),
                one(AuthTable.HASH_MEMORY, "\"46MiB\"", "46MiB", new ByteSize(46 << 20)),
                one(AuthTable.HASH_ITERATIONS, "1", "1", 1),
                one(AuthTable.HASH_PARALLELISM, "2", "2", 2),
                one(AuthTable.HASHES_AT_ONCE, "4", "4", 4),
                one(AuthTable.HASHES_WAITING_MAX, "9", "9", 9),
                one(AuthTable.CAPTCHA, "false", "false", false),
                text(AuthTable.CAPTCHA_PROVIDER, "turnstile"),
                secret(AuthTable.CAPTCHA_SECRET, null),
                one(AuthTable.TIMEBOX, "\"24h0m0s\"", "24h", Duration.ofDays(1)),
                one(AuthTable.INACTIVITY, "\"8h\"", "8h", Duration.ofHours(8)),
                one(AuthTable.SINGLE_SESSION, "true", "true", true));
    }

    private static Stream<Case> limits() {
        return Stream.of(AuthTable.EMAIL_SENT, AuthTable.SMS_SENT, AuthTable.ANONYMOUS_USERS,
                        AuthTable.TOKEN_REFRESH, AuthTable.SIGN_IN_SIGN_UPS,
                        AuthTable.TOKEN_VERIFICATIONS, AuthTable.OTP, AuthTable.PASSKEY_LIMIT,
                        AuthTable.SSO_LIMIT, AuthTable.WEB3_LIMIT, AuthTable.MFA_VERIFY,
                        AuthTable.CLIENT_REGISTRATION)
                .map(limit -> one(limit, "7", "7", 7));
    }

    private static Stream<Case> messages() {
        return Stream.of(
                one(AuthMessageTable.EMAIL, "false", "false", false),
                one(AuthMessageTable.EMAIL_SIGNUP, "false", "false", false),
                one(AuthMessageTable.EMAIL_CONFIRMATIONS, "true", "true", true),
                one(AuthMessageTable.DOUBLE_CONFIRM, "false", "false", false),
                one(AuthMessageTable.SECURE_PASSWORD_CHANGE, "true", "true", true),
                one(AuthMessageTable.CURRENT_PASSWORD, "true", "true", true),
                one(AuthMessageTable.EMAIL_FREQUENCY, "\"1m0s\"", "60s", Duration.ofMinutes(1)),
                one(AuthMessageTable.EMAIL_DIGITS, "8", "8", 8),
                one(AuthMessageTable.EMAIL_CODE_LIFETIME, "900", "15m", Duration.ofMinutes(15)),
                one(AuthMessageTable.SMTP, "false", "false", false),
                one(AuthMessageTable.SMTP_PORT, "465", "465", 465),
                text(AuthMessageTable.SMTP_SECURITY, "tls"),
                text(AuthMessageTable.SMTP_USER, "me"),
                secret(AuthMessageTable.SMTP_PASS, null),
                text(AuthMessageTable.SMTP_SENDER, "noreply@shop.example"),
                text(AuthMessageTable.SMTP_SENDER_NAME, "Shop"),
                one(AuthMessageTable.PHONE, "false", "false", false),
                one(AuthMessageTable.PHONE_SIGNUP, "false", "false", false),
                one(AuthMessageTable.PHONE_CONFIRMATIONS, "true", "true", true),
                text(AuthMessageTable.PHONE_TEMPLATE, "Code: {{ .Code }}"),
                one(AuthMessageTable.PHONE_FREQUENCY, "\"9s\"", "9s", Duration.ofSeconds(9)),
                one(AuthMessageTable.PHONE_DIGITS, "7", "7", 7),
                one(AuthMessageTable.PHONE_CODE_LIFETIME, "60", "1m", Duration.ofMinutes(1)),
                secret(AuthMessageTable.SMS_SECRET, null));
    }

    private static Stream<Case> named() {
        return Stream.of(
                named(AuthMessageTable.TEMPLATE_SUBJECT, "magic-link", "Come in"),
                named(AuthMessageTable.TEMPLATE_CONTENT, "email-change", "<p>Hello</p>"),
                named(AuthMessageTable.NOTICE_SUBJECT, "password-changed", "Changed"),
                named(AuthMessageTable.NOTICE_CONTENT, "identity-linked", "<p>Linked</p>"),
                new Case(AuthMessageTable.NOTICE, "mfa-factor-enrolled", "true", "true", true),
                secret(AuthMessageTable.TEST_CODE, "4152127777"),
                new Case(AuthServiceTable.HOOK, "send-email", "false", "false", false),
                named(AuthServiceTable.HOOK_URI, "send-sms", "pg-functions://postgres/auth/send"),
                new Case(AuthServiceTable.HOOK_SECRETS, "custom-access-token",
                        "\"v1,whsec_YQ==|v1,whsec_Yg==\"", "v1,whsec_YQ==|v1,whsec_Yg==",
                        List.of(new Secret("v1,whsec_YQ=="), new Secret("v1,whsec_Yg=="))),
                new Case(AuthServiceTable.PROVIDER, "google", "true", "true", true),
                new Case(AuthServiceTable.CLIENT_ID, "linkedin-oidc", "\"one, two\"", "one,two",
                        List.of("one", "two")),
                secret(AuthServiceTable.CLIENT_SECRET, "github"),
                named(AuthServiceTable.REDIRECT_URI, "gitlab", "https://api.example/back"),
                named(AuthServiceTable.PROVIDER_URL, "keycloak", "https://id.example/realms/a"),
                new Case(AuthServiceTable.SCOPES, "azure", "[\"offline_access\"]",
                        "offline_access", List.of("offline_access")),
                new Case(AuthServiceTable.SKIP_NONCE, "google", "true", "true", true),
                new Case(AuthServiceTable.EMAIL_OPTIONAL, "discord", "true", "true", true));
    }

    private static Stream<Case> factors() {
        Stream<Case> switches = Stream.of(AuthFactorTable.TOTP_ENROLL,
                        AuthFactorTable.TOTP_VERIFY, AuthFactorTable.PHONE_ENROLL,
                        AuthFactorTable.PHONE_VERIFY, AuthFactorTable.WEBAUTHN_ENROLL,
                        AuthFactorTable.WEBAUTHN_VERIFY, AuthFactorTable.PASSKEYS,
                        AuthFactorTable.OAUTH_SERVER, AuthFactorTable.OAUTH_REGISTRATION)
                .map(setting -> one(setting, "false", "false", false));
        return Stream.concat(switches, Stream.of(
                one(AuthFactorTable.FACTORS_MAX, "3", "3", 3),
                one(AuthFactorTable.PHONE_DIGITS, "9", "9", 9),
                text(AuthFactorTable.PHONE_TEMPLATE, "Your {{ .Code }}"),
                one(AuthFactorTable.PHONE_FREQUENCY, "\"7s\"", "7s", Duration.ofSeconds(7)),
                text(AuthFactorTable.RP_ID, "shop.example"),
                text(AuthFactorTable.RP_NAME, "Shop"),
                one(AuthFactorTable.RP_ORIGINS, "[\"https://shop.example\"]",
                        "https://shop.example", List.of("https://shop.example")),
                text(AuthFactorTable.OAUTH_CONSENT, "/consent")));
    }

    private static Case one(Setting<?> setting, String toml, String text, Object wanted) {
        return new Case(setting, null, toml, text, wanted);
    }

    private static Case text(Setting<String> setting, String value) {
        return new Case(setting, null, '"' + value + '"', value, value);
    }

    private static Case named(Setting<String> setting, String name, String value) {
        return new Case(setting, name, '"' + value + '"', value, value);
    }

    private static Case secret(Setting<Secret> setting, String name) {
        return new Case(setting, name, "\"hidden\"", "hidden", new Secret("hidden"));
    }

    @ParameterizedTest
    @MethodSource("every_setting")
    void every_key_is_read_from_the_file_and_from_its_variable(Case one) {
        Setting<?> setting = one.concrete();
        String toml = "[" + setting.section() + "]\n"
                + setting.key().substring(setting.section().length() + 1) + " = " + one.toml();

        Resolved fromFile = load(toml, Map.of()).values();
        Resolved fromVariable = load("", Map.of(setting.variable(), one.text())).values();

        assertThat(fromFile.get(setting)).isEqualTo(one.wanted());
        assertThat(fromFile.origin(setting)).isEqualTo("loam.toml");
        assertThat(fromVariable.get(setting)).isEqualTo(one.wanted());
        assertThat(fromVariable.origin(setting)).isEqualTo(setting.variable());
    }

    /// Those that count only together with others, or with a file, have tests of their own.
    @Test
    void no_setting_is_left_out_of_the_cases() {
        assertThat(Stream.concat(every_setting().map(Case::setting),
                        Stream.of(AuthMessageTable.SMTP_HOST, AuthMessageTable.SMS_URL,
                                AuthMessageTable.TEMPLATE_PATH, AuthMessageTable.NOTICE_PATH))
                .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Settings.ALL.stream()
                        .filter(setting -> setting.key().startsWith("auth.")).toList());
    }

    @Test
    void settings_of_a_name_are_listed_where_they_were_given() {
        Resolved values = load("""
                [auth.external.google]
                client-id = "mine"
                secret = "never-to-be-seen"
                """, Map.of("LOAM_AUTH_EXTERNAL_GITHUB_ENABLED", "on")).values();

        assertThat(values.names(AuthServiceTable.PROVIDERS)).containsExactly("github", "google");
        assertThat(values.lines()).extracting(Resolved.Line::key)
                .filteredOn(key -> key.startsWith("auth.external."))
                .containsExactly("auth.external.github.enabled", "auth.external.google.client-id",
                        "auth.external.google.secret");
        assertThat(values.text(Setting::key)).contains("auth.external.google.client-id = mine\n")
                .doesNotContain("never-to-be-seen", "*.");
        assertThat(values.get(AuthServiceTable.PROVIDER.of("google"))).isFalse();
    }

    /// A file and the beginning of the one complaint about it.
    private record Wrong(String toml, String complaint) {
    }

    static Stream<Wrong> wrong_files() {
        return Stream.of(
                new Wrong("[auth]\nsite-ur = \"x\"",
                        "loam.toml: auth.site-ur: unknown setting; did you mean auth.site-url?"),
                new Wrong("[auth.external.google]\nclient-di = \"x\"",
                        "loam.toml: auth.external.google.client-di: unknown setting; "
                                + "did you mean auth.external.google.client-id?"),
                new Wrong("[auth.hook.send-mail]\nuri = \"\"",
                        "loam.toml: auth.hook.send-mail.uri: unknown setting; "
                                + "did you mean auth.hook.send-email.uri?"),
                new Wrong("[auth.external]\ngoogle = true",
                        "loam.toml: auth.external.google: is a table, write"),
                new Wrong("[auth]\nsite-url = \"shop\"",
                        "loam.toml: auth.site-url: wanted an address such as"),
                new Wrong("[auth]\nexternal-url = \"ftp://shop\"",
                        "loam.toml: auth.external-url: wanted an address such as"),
                new Wrong("[auth]\njwt-expiry = \"8d\"",
                        "loam.toml: auth.jwt-expiry: wanted at most 7d"),
                new Wrong("[auth]\njwt-expiry = \"5 minutes\"",
                        "loam.toml: auth.jwt-expiry: wanted a duration"),
                new Wrong("[auth.email]\notp-expiry = 0",
                        "loam.toml: auth.email.otp-expiry: wanted more than 0s"),
                new Wrong("[auth]\npassword-requirements = \"many\"",
                        "loam.toml: auth.password-requirements: wanted one of letters-digits,"),
                new Wrong("[auth.password]\nbreached-refused = true",
                        "loam.toml: auth.password.breached-refused: wants "
                                + "auth.password.breach-service too"),
                new Wrong("[auth.captcha]\nenabled = true",
                        "loam.toml: auth.captcha.enabled: wants auth.captcha.provider too"),
                new Wrong("[auth.email.smtp]\nhost = \"mail.example\"",
                        "loam.toml: auth.email.smtp.host: wants auth.email.smtp.admin-email too"),
                new Wrong("[auth.email.smtp]\nhost = \"mail.example\"\n"
                        + "admin-email = \"a@b.example\"\nuser = \"me\"",
                        "loam.toml: auth.email.smtp.host: a user of a mail server has a password"),
                new Wrong("[auth.sms.webhook]\nurl = \"https://sms.example\"",
                        "loam.toml: auth.sms.webhook.url: wants auth.sms.webhook.secret too"),
                new Wrong("[auth.hook.send-sms]\nenabled = true",
                        "loam.toml: auth.hook.send-sms.enabled: wants auth.hook.send-sms.uri too"),
                new Wrong("[auth.hook.send-sms]\nuri = \"mailto:me\"",
                        "loam.toml: auth.hook.send-sms.uri: wanted pg-functions://"),
                new Wrong("[auth.email.template.invite]\ncontent-path = \"none.html\"",
                        "loam.toml: auth.email.template.invite.content-path: "
                                + "there is no file none.html"),
                new Wrong("[auth.email.template.invite]\ncontent-path = \"a\"\ncontent = \"b\"",
                        "loam.toml: auth.email.template.invite.content-path: there is "
                                + "auth.email.template.invite.content too"),
                new Wrong("[auth.sms.test-otp]\n4152127777 = 123456",
                        "loam.toml: auth.sms.test-otp.4152127777: wanted a secret text"),
                new Wrong("[jwt]\nalgorithm = \"none\"",
                        "loam.toml: jwt.algorithm: wanted one of HS256, ES256, RS256"));
    }

    @ParameterizedTest
    @MethodSource("wrong_files")
    void a_wrong_file_is_refused_with_the_field_named(Wrong one) {
        assertThatThrownBy(() -> load(one.toml(), Map.of()))
                .isInstanceOfSatisfying(ConfigRefused.class, refused -> {
                    assertThat(refused.problems()).hasSize(1);
                    assertThat(refused.problems().getFirst()).startsWith(one.complaint());
                });
    }

    @Test
    void an_unknown_variable_is_refused_with_the_nearest_name() {
        assertThatThrownBy(() -> load("", Map.of("LOAM_AUTH_HOOK_SEND_MAIL_URI", "x")))
                .hasMessage("LOAM_AUTH_HOOK_SEND_MAIL_URI: unknown variable; "
                        + "did you mean LOAM_AUTH_HOOK_SEND_EMAIL_URI?");
        assertThatThrownBy(() -> load("", Map.of("LOAM_AUTH_EXTERNAL_A_REDIRECTURI", "x")))
                .hasMessage("LOAM_AUTH_EXTERNAL_A_REDIRECTURI: unknown variable; "
                        + "did you mean LOAM_AUTH_EXTERNAL_NAME_REDIRECT_URI?");
    }

    @Test
    void what_is_not_here_yet_is_a_notice() {
        Loaded loaded = load("""
                [auth.web3.solana]
                enabled = true
                [auth.web3.ethereum]
                enabled = true
                [auth.saml]
                enabled = true
                """, Map.of());

        assertThat(loaded.notices()).containsExactly(
                "Loam has no counterpart yet for [auth.web3]",
                "Loam has no counterpart yet for [auth.saml]");
    }

    @Test
    void a_provider_nobody_can_sign_in_with_is_a_notice() {
        assertThat(load("[auth.external.github]\nenabled = true", Map.of()).notices())
                .containsExactly("auth.external.github.client-id is not set: "
                        + "nobody can sign in with github");
    }

    @Test
    void html_is_read_from_the_projects_folder_and_from_its_supabase_folder() throws IOException {
        Files.writeString(dir.resolve("invite.html"), "<p>Come</p>");
        Files.createDirectories(dir.resolve("supabase/templates"));
        Files.writeString(dir.resolve("supabase/templates/changed.html"), "<p>Changed</p>");

        AuthSettings auth = load("""
                [auth.email.template.invite]
                content-path = "./invite.html"
                [auth.email.notification.password-changed]
                content-path = "./templates/changed.html"
                """, Map.of()).config().auth();

        assertThat(auth.contents()).containsOnly(Map.entry("invite", "<p>Come</p>"),
                Map.entry("password-changed", "<p>Changed</p>"));
    }

    @Test
    void html_that_is_too_long_or_no_text_is_refused() throws IOException {
        Files.write(dir.resolve("long.html"), new byte[(1 << 20) + 1]);
        Files.write(dir.resolve("bytes.html"), new byte[] {(byte) 0xff, 0});

        assertThatThrownBy(() -> load("""
                [auth.email.template.invite]
                content-path = "long.html"
                [auth.email.template.recovery]
                content-path = "bytes.html"
                """, Map.of()))
                .hasMessageContaining("long.html has more than 1MiB")
                .hasMessageContaining("bytes.html is not UTF-8");
    }

    @Test
    void services_are_there_when_they_are_configured() {
        AuthSettings none = load("", Map.of()).config().auth();
        AuthSettings some = load("""
                [auth.email.smtp]
                host = "mail.example"
                user = "me"
                pass = "hidden"
                admin-email = "noreply@shop.example"
                [auth.sms.webhook]
                url = "https://sms.example/send"
                secret = "hidden"
                """, Map.of()).config().auth();

        assertThat(none.smtp()).isNull();
        assertThat(none.sms()).isNull();
        assertThat(some.smtp()).isEqualTo(new SmtpConfig("mail.example", 587,
                Security.STARTTLS, "me", new Secret("hidden"),
                "noreply@shop.example", null));
        assertThat(some.sms().address()).hasToString("https://sms.example/send");
        assertThat(some.toString() + some.smtp() + some.sms()).doesNotContain("hidden");
    }

    @Test
    void encryption_follows_port_and_host_unless_it_is_told() {
        assertThat(security("mail.example", "465", "auto"))
                .isEqualTo(Security.TLS);
        assertThat(security("localhost", "1025", "auto")).isEqualTo(Security.PLAIN);
        assertThat(security("localhost", "1025", "starttls"))
                .isEqualTo(Security.STARTTLS);
        assertThat(security("mail.example", "25", "tls")).isEqualTo(Security.TLS);
    }

    private Security security(String host, String port, String given) {
        return load("", Map.of("LOAM_AUTH_EMAIL_SMTP_HOST", host,
                "LOAM_AUTH_EMAIL_SMTP_PORT", port, "LOAM_AUTH_EMAIL_SMTP_SECURITY", given,
                "LOAM_AUTH_EMAIL_SMTP_ADMIN_EMAIL", "a@b.example")).config().auth()
                .smtp().security();
    }

    private Loaded load(String toml, Map<String, String> environment) {
        try {
            Files.writeString(dir.resolve("loam.toml"), toml + "\n");
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong);
        }
        return ConfigLoader.load(new Sources(dir, null, environment, List.of()));
    }
}
