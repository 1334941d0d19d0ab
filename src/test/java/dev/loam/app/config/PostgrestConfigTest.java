package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PostgrestConfigTest {
    private static final Map<String, String> USER = Map.of("PGUSER", "authenticator");

    @TempDir
    private Path dir;

    @Test
    void defaults_are_postgrests_but_for_the_host() {
        PostgrestConfig config = PostgrestConfig.load(null, USER);

        assertThat(config.server().host()).isEqualTo("127.0.0.1");
        assertThat(config.server().port()).isEqualTo(3000);
        assertThat(config.server().adminPort()).isNull();
        RestSettings rest = config.rest();
        assertThat(rest.schemas()).containsExactly("public");
        assertThat(rest.extraSearchPath()).containsExactly("public");
        assertThat(rest.anonRole()).isNull();
        assertThat(rest.rowsMax()).isNull();
        assertThat(rest.txEnd()).isEqualTo(TxEnd.COMMIT);
        assertThat(rest.planEnabled()).isFalse();
        assertThat(rest.aggregatesEnabled()).isFalse();
        assertThat(rest.legacyTargetNames()).isTrue();
        assertThat(rest.errorVerbosity()).isEqualTo(ErrorVerbosity.VERBOSE);
        assertThat(rest.logLevel()).isEqualTo(LogLevel.ERROR);
        assertThat(rest.logQueries()).isFalse();
        assertThat(rest.hoistedTxSettings()).containsExactly("statement_timeout",
                "plan_filter.statement_cost_limit", "default_transaction_isolation");
        assertThat(rest.pool()).isEqualTo(new PoolSettings(
                "postgresql://authenticator@localhost:5432/authenticator", 10, 1000,
                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(30), true));
        assertThat(rest.jwt()).isEqualTo(new JwtSettings(null, false, null, "$.role", 1000));
        assertThat(rest.reload()).isEqualTo(new ReloadSettings("pgrst", true, true, null));
        assertThat(config.warnings()).isEmpty();
    }

    /// A setting as PostgREST names it, a text that gives it, and what comes out.
    private record Case(String name, String text, Setting<?> setting, Object wanted) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> documented_settings() {
        return Stream.of(
                new Case("admin-server-host", "::1", Settings.ADMIN_HOST, "::1"),
                new Case("admin-server-port", "3001", Settings.ADMIN_PORT, 3001),
                new Case("client-error-verbosity", "minimal", Settings.ERROR_VERBOSITY,
                        ErrorVerbosity.MINIMAL),
                new Case("db-aggregates-enabled", "true", Settings.AGGREGATES_ENABLED, true),
                new Case("db-anon-role", "web_anon", Settings.ANON_ROLE, "web_anon"),
                new Case("db-channel", "c", Settings.CHANNEL, "c"),
                new Case("db-channel-enabled", "false", Settings.CHANNEL_ENABLED, false),
                new Case("db-config", "false", Settings.DATABASE_CONFIG, false),
                new Case("db-pre-config", "p.c", Settings.PRE_CONFIG, "p.c"),
                new Case("db-extra-search-path", "public, extensions",
                        Settings.EXTRA_SEARCH_PATH, List.of("public", "extensions")),
                new Case("db-extra-search-path", "", Settings.EXTRA_SEARCH_PATH, List.of()),
                new Case("db-hoisted-tx-settings", "work_mem", Settings.HOISTED_TX_SETTINGS,
                        List.of("work_mem")),
                new Case("db-max-rows", "100", Settings.MAX_ROWS, 100),
                new Case("max-rows", "100", Settings.MAX_ROWS, 100),
                new Case("db-plan-enabled", "true", Settings.PLAN_ENABLED, true),
                new Case("db-pool", "3", Settings.POOL_SIZE, 3),
                new Case("db-pool-acquisition-timeout", "4", Settings.POOL_WAIT_MAX,
                        Duration.ofSeconds(4)),
                new Case("db-pool-max-idletime", "5", Settings.POOL_IDLE_MAX,
                        Duration.ofSeconds(5)),
                new Case("db-pool-timeout", "5", Settings.POOL_IDLE_MAX, Duration.ofSeconds(5)),
                new Case("db-pool-max-lifetime", "6", Settings.POOL_LIFETIME_MAX,
                        Duration.ofSeconds(6)),
                new Case("db-pre-request", "a.b", Settings.PRE_REQUEST, "a.b"),
                new Case("pre-request", "a.b", Settings.PRE_REQUEST, "a.b"),
                new Case("db-prepared-statements", "false", Settings.PREPARED_STATEMENTS, false),
                new Case("db-schemas", "a, b", Settings.SCHEMAS, List.of("a", "b")),
                new Case("db-schema", "a", Settings.SCHEMAS, List.of("a")),
                new Case("db-tx-end", "commit-allow-override", Settings.TX_END,
                        TxEnd.COMMIT_ALLOW_OVERRIDE),
                new Case("jwt-aud", "me", Settings.JWT_AUDIENCE, "me"),
                new Case("jwt-role-claim-key", ".a.b", Settings.JWT_ROLE_CLAIM_KEY, ".a.b"),
                new Case("role-claim-key", ".a.b", Settings.JWT_ROLE_CLAIM_KEY, ".a.b"),
                new Case("jwt-secret-is-base64", "true", Settings.JWT_SECRET_IS_BASE64, true),
                new Case("secret-is-base64", "true", Settings.JWT_SECRET_IS_BASE64, true),
                new Case("jwt-cache-max-entries", "0", Settings.JWT_CACHE_ENTRIES_MAX, 0),
                new Case("log-level", "info", Settings.LOG_LEVEL, LogLevel.INFO),
                new Case("log-query", "true", Settings.LOG_QUERIES, true),
                new Case("log-query", "main-query", Settings.LOG_QUERIES, true),
                new Case("openapi-mode", "disabled", Settings.OPENAPI_MODE, OpenapiMode.DISABLED),
                new Case("openapi-security-active", "true", Settings.OPENAPI_SECURITY, true),
                new Case("openapi-server-proxy-uri", "https://a.example", Settings.OPENAPI_PROXY,
                        "https://a.example"),
                new Case("db-root-spec", "a.r", Settings.ROOT_SPEC, "a.r"),
                new Case("server-cors-allowed-origins", "https://a.example, https://b.example",
                        Settings.CORS_ALLOWED_ORIGINS,
                        List.of("https://a.example", "https://b.example")),
                new Case("server-host", "10.0.0.1", Settings.HOST, "10.0.0.1"),
                new Case("server-port", "0", Settings.PORT, 0),
                new Case("server-reuseport", "true", Settings.REUSE_PORT, true),
                new Case("server-trace-header", "X-Id", Settings.TRACE_HEADER, "X-Id"),
                new Case("server-timing-enabled", "true", Settings.TIMING, true),
                new Case("url-use-legacy-target-names", "false", Settings.LEGACY_TARGET_NAMES,
                        false));
    }

    @ParameterizedTest
    @MethodSource("documented_settings")
    void a_documented_setting_is_read_from_file_and_variable(Case one) throws IOException {
        Path file = write(one.name() + " = \"" + one.text() + "\"\n");
        String variable = "PGRST_" + one.name().toUpperCase(Locale.ROOT)
                .replace('-', '_');

        assertThat(PostgrestConfig.load(file, USER).values().get(one.setting()))
                .isEqualTo(one.wanted());
        assertThat(PostgrestConfig.load(null, Map.of(variable, one.text())).values()
                .get(one.setting())).isEqualTo(one.wanted());
    }

    @Test
    void the_documented_syntax_is_understood() throws IOException {
        Path file = write("""
                # postgrest.conf
                db-uri       = "postgres://user:pass@host:5433/dbname"   # and a comment

                db-schemas = ["one", "two"]
                jwt-secret = "a$$b $(TAIL) \\"quoted\\" \\u00e4"
                jwt-secret-is-base64 = off
                server-port = 3010
                db-plan-enabled = on
                jwt-role-claim-key = "$$.app.role"
                app.settings.some_key = "value"
                """);

        PostgrestConfig config = PostgrestConfig.load(
                file, Map.of("TAIL", "tail of the secret, long enough"));

        assertThat(config.rest().pool().url())
                .isEqualTo("postgresql://user:pass@host:5433/dbname");
        assertThat(config.rest().schemas()).containsExactly("one", "two");
        assertThat(config.jwtSecret().value())
                .isEqualTo("a$b tail of the secret, long enough \"quoted\" ä");
        assertThat(config.server().port()).isEqualTo(3010);
        assertThat(config.rest().planEnabled()).isTrue();
        assertThat(config.rest().jwt().roleClaimKey()).isEqualTo("$.app.role");
        assertThat(config.rest().appSettings()).containsExactly(Map.entry("some_key", "value"));
    }

    @Test
    void a_variable_wins_over_the_file_and_the_database_over_both() throws IOException {
        Path file = write("db-schemas = \"a\"\ndb-anon-role = \"a\"\njwt-aud = \"a\"\n");

        RestSettings rest = PostgrestConfig.load(
                file, Map.of("PGRST_DB_ANON_ROLE", "b", "PGRST_DB_SCHEMA", "b"),
                Map.of("pgrst.db_schemas", "c")).rest();

        assertThat(rest.jwt().audience()).isEqualTo("a");
        assertThat(rest.anonRole()).isEqualTo("b");
        assertThat(rest.schemas()).containsExactly("c");
    }

    @Test
    void app_settings_come_from_variables_too() {
        RestSettings rest = PostgrestConfig.load(
                null, Map.of("PGRST_APP_SETTINGS_MY_KEY", "v")).rest();

        assertThat(rest.appSettings()).containsExactly(Map.entry("my_key", "v"));
    }

    @Test
    void an_address_and_a_secret_can_stand_in_files() throws IOException {
        Path address = Files.writeString(dir.resolve("uri"), "postgres://u:p@h/d\n");
        Path secret = Files.writeString(dir.resolve("secret"), "s".repeat(32) + "\n");

        PostgrestConfig config = PostgrestConfig.load(null, Map.of(
                "PGRST_DB_URI", "@" + address, "PGRST_JWT_SECRET", "@" + secret));

        assertThat(config.rest().pool().url()).isEqualTo("postgresql://u:p@h:5432/d");
        assertThat(config.jwtSecret().value()).isEqualTo("s".repeat(32));
    }

    @Test
    void a_base64_secret_is_decoded() {
        PostgrestConfig config = PostgrestConfig.load(null, Map.of(
                "PGRST_JWT_SECRET", "_-".repeat(22), "PGRST_JWT_SECRET_IS_BASE64", "true"));

        assertThat(config.rest().jwt().secretBytes()).hasSize(33);
    }

    @ParameterizedTest
    @CsvSource({"!4, 0.0.0.0", "*4, 0.0.0.0", "*, 0.0.0.0", "*6, ::", "!6, ::", "h, h"})
    void reserved_hosts_mean_any_address(String given, String bound) {
        ServerConfig server = PostgrestConfig.load(
                null, Map.of("PGRST_SERVER_HOST", given)).server();

        assertThat(server.host()).isEqualTo(bound);
        assertThat(server.adminHost()).isEqualTo(bound);
    }

    @Test
    void unknown_and_unsupported_settings_are_named_in_one_warning() throws IOException {
        Path file = write("server-unix-socket = \"/tmp/x\"\nfavourite-colour = 7\n");

        assertThat(PostgrestConfig.load(file, Map.of("PGRST_NONSENSE", "1")).warnings())
                .containsExactly("These settings are unknown or not supported yet and have no "
                        + "effect: favourite-colour, nonsense, server-unix-socket");
    }

    @Test
    void all_problems_are_reported_at_once() throws IOException {
        Path file = write("""
                server-port = "many"
                db-uri "x"
                jwt-secret = "short"
                jwt-aud = "a$b"
                pre-request = "$(MISSING)"
                db-channel = unquoted
                log-level = "error" trailing
                jwt-role-claim-key = "open
                """);

        assertThatThrownBy(() -> PostgrestConfig.load(file, Map.of("PGRST_DB_TX_END", "x")))
                .isInstanceOfSatisfying(ConfigRefused.class, refused ->
                        assertThat(refused.problems()).containsExactlyInAnyOrder(
                                file + " line 1: wanted a whole number from 0 to 65535, "
                                        + "found \"many\"",
                                file + " line 2: wanted key = value",
                                "jwt-secret: a secret needs at least 32 characters",
                                file + " line 4: a dollar is written $$",
                                file + " line 5: the variable MISSING is not set",
                                file + " line 6: a text stands in double quotes: unquoted",
                                file + " line 7: nothing is expected after the value, "
                                        + "found trailing",
                                file + " line 8: the text is not closed",
                                "PGRST_DB_TX_END: wanted one of commit, commit-allow-override, "
                                        + "rollback, rollback-allow-override, found \"x\""));
    }

    @Test
    void the_two_ports_must_differ() {
        assertThatThrownBy(() -> PostgrestConfig.load(
                null, Map.of("PGRST_ADMIN_SERVER_PORT", "3000")))
                .hasMessage("admin-server-port: must differ from server-port");
    }

    @Test
    void the_database_may_set_what_a_running_server_can_change() {
        assertThat(InDatabase.isSetting("pgrst.db_schemas")).isTrue();
        assertThat(InDatabase.isSetting("pgrst.server_port")).isFalse();
        assertThat(InDatabase.isSetting("app.settings.x")).isFalse();
    }

    private Path write(String content) throws IOException {
        return Files.writeString(dir.resolve("postgrest.conf"), content);
    }
}
