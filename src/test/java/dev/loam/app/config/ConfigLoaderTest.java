package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.httpserver.ProxyRule;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.adapters.postgres.replication.ReplicationSettings.PastBound;
import dev.loam.app.config.ConfigLoader.Flag;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLoaderTest {
    /// The tables that have tests of their own.
    private static final List<String> ELSEWHERE = List.of("auth.", "realtime.", "cache.",
            "idempotency.", "conditional.", "load.", "compression.", "security.", "validation.",
            "tls.", "trace.", "log.slow-", "log.audit-tables", "rate.", "stages.", "plugins.",
            "version", "log.format", "log.service-name", "log.query-values", "log.hidden-names",
            "log.buffer", "metrics.");

    @TempDir
    private Path dir;

    @Test
    void defaults() {
        LoamConfig config = load("", Map.of()).config();

        assertThat(config.server().host()).isEqualTo("127.0.0.1");
        assertThat(config.server().port()).isEqualTo(8000);
        assertThat(config.server().adminPort()).isEqualTo(8001);
        assertThat(config.server().url()).isEqualTo("http://127.0.0.1:8000");
        assertThat(config.database().embedded()).isTrue();
        assertThat(config.rest().schemas()).containsExactly("public");
        assertThat(config.rest().anonRole()).isEqualTo("anon");
        assertThat(config.rest().rowsMax()).isNull();
        assertThat(config.rest().jwt().secret()).isNull();
        assertThat(config.rest().pool().waitMax()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.migrations().dir()).isEqualTo("migrations");
    }

    /// A setting, how a file, a variable and nobody gives it, and what comes out.
    private record Case(String key, String toml, String text, Object wanted) {
        @Override
        public String toString() {
            return key;
        }
    }

    static Stream<Case> every_setting() {
        return Stream.of(serverSettings(), databaseSettings(), otherSettings(),
                        changesSettings())
                .flatMap(cases -> cases);
    }

    private static Stream<Case> serverSettings() {
        return Stream.of(
                new Case("server.host", "\"::1\"", "::1", "::1"),
                new Case("server.port", "9000", "9000", 9000),
                new Case("server.reuse-port", "true", "on", true),
                new Case("server.admin-host", "\"0.0.0.0\"", "0.0.0.0", "0.0.0.0"),
                new Case("server.admin-port", "9001", "9001", 9001),
                new Case("server.roles", "[\"rest\", \"auth\"]", "rest, auth",
                        List.of("rest", "auth")),
                new Case("server.production", "true", "yes", true),
                new Case("server.request-timeout", "\"250ms\"", "250ms", Duration.ofMillis(250)),
                new Case("server.drain-delay", "\"3s\"", "3s", Duration.ofSeconds(3)),
                new Case("server.drain-time-max", "5", "5", Duration.ofSeconds(5)),
                new Case("server.body-max", "\"8MiB\"", "8MiB", new ByteSize(8 << 20)),
                new Case("server.whole-body-max", "\"2MiB\"", "2MiB", new ByteSize(2 << 20)),
                new Case("server.line-max", "2048", "2048", new ByteSize(2048)),
                new Case("server.head-max", "\"16KiB\"", "16KiB", new ByteSize(16 << 10)),
                new Case("server.head-time-max", "\"1m30s\"", "1m30s", Duration.ofSeconds(90)),
                new Case("server.body-time-max", "\"2h\"", "2h", Duration.ofHours(2)),
                new Case("server.body-speed-min", "0", "0", new ByteSize(0)),
                new Case("server.body-speed-grace", "\"4s\"", "4s", Duration.ofSeconds(4)),
                new Case("server.idle-time-max", "\"1d\"", "1d", Duration.ofDays(1)),
                new Case("server.connections-max", "7", "7", 7),
                new Case("server.cors-allowed-origins", "[\"https://a.example\"]",
                        "https://a.example", List.of("https://a.example")),
                new Case("server.cors-methods", "[\"GET\"]", "GET", List.of("GET")),
                new Case("server.cors-headers", "[\"apikey\"]", "apikey", List.of("apikey")),
                new Case("server.cors-exposed-headers", "[\"ETag\"]", "ETag", List.of("ETag")),
                new Case("server.cors-credentials", "false", "no", false),
                new Case("server.cors-max-age", "\"10m\"", "10m", Duration.ofMinutes(10)),
                new Case("server.trace-header", "\"X-Request-Id\"", "X-Request-Id",
                        "X-Request-Id"),
                new Case("server.trusted-proxies", "[\"10.0.0.0/8\", \"::1\"]",
                        "10.0.0.0/8,::1", List.of("10.0.0.0/8", "::1")),
                new Case("server.proxy-fields", "[\"forwarded\"]", "forwarded",
                        List.of("forwarded")),
                new Case("server.proxy-protocol", "\"off\"", "off",
                        ProxyRule.Mode.OFF),
                new Case("server.timing-enabled", "true", "true", true));
    }

    private static Stream<Case> databaseSettings() {
        return Stream.of(
                new Case("database.url", "\"postgres://u:p@h/d\"", "postgres://u:p@h/d",
                        "postgres://u:p@h/d"),
                new Case("database.bootstrap", "true", "on", true),
                new Case("database.port", "5544", "5544", 5544),
                new Case("database.default-privileges", "false", "off", false),
                new Case("database.schemas", "[\"api\", \"v2\"]", "api,v2", List.of("api", "v2")),
                new Case("database.extra-search-path", "[]", "", List.of()),
                new Case("database.anon-role", "\"\"", "", null),
                new Case("database.pool-size", "3", "3", 3),
                new Case("database.pool-queue-max", "0", "0", 0),
                new Case("database.pool-wait-max", "\"1s\"", "1s", Duration.ofSeconds(1)),
                new Case("database.pool-idle-max", "\"9s\"", "9", Duration.ofSeconds(9)),
                new Case("database.pool-lifetime-max", "\"9m\"", "9m", Duration.ofMinutes(9)),
                new Case("database.prepared-statements", "false", "false", false),
                new Case("database.max-rows", "1000", "1000", 1000),
                new Case("database.tx-end", "\"rollback-allow-override\"",
                        "rollback-allow-override", TxEnd.ROLLBACK_ALLOW_OVERRIDE),
                new Case("database.pre-request", "\"api.check\"", "api.check", "api.check"),
                new Case("database.hoisted-tx-settings", "[\"work_mem\"]", "work_mem",
                        List.of("work_mem")),
                new Case("database.channel", "\"loam\"", "loam", "loam"),
                new Case("database.channel-enabled", "false", "false", false),
                new Case("database.config-enabled", "false", "0", false),
                new Case("database.pre-config", "\"api.config\"", "api.config", "api.config"));
    }

    private static Stream<Case> otherSettings() {
        return Stream.of(
                new Case("rest.plan-enabled", "true", "1", true),
                new Case("rest.aggregates-enabled", "true", "yes", true),
                new Case("rest.aggregate-cost-max", "5000", "5000", 5000),
                new Case("rest.plan-cost-max", "100000", "100000", 100_000),
                new Case("rest.error-verbosity", "\"minimal\"", "minimal",
                        ErrorVerbosity.MINIMAL),
                new Case("rest.legacy-target-names", "false", "no", false),
                new Case("rest.openapi-mode", "\"disabled\"", "disabled", OpenapiMode.DISABLED),
                new Case("rest.openapi-security-active", "true", "true", true),
                new Case("rest.openapi-server-proxy-uri", "\"https://a.example\"",
                        "https://a.example", "https://a.example"),
                new Case("rest.root-spec", "\"api.root\"", "api.root", "api.root"),
                new Case("rest.json-depth-max", "50", "50", 50),
                new Case("rest.batch-operations-max", "7", "7", 7),
                new Case("rest.batch-answer-max", "\"1MiB\"", "1MiB", new ByteSize(1 << 20)),
                new Case("jwt.secret", "\"" + "s".repeat(32) + "\"", "s".repeat(32),
                        new Secret("s".repeat(32))),
                new Case("jwt.secret-is-base64", "true", "true", true),
                new Case("jwt.audience", "\"me\"", "me", "me"),
                new Case("jwt.role-claim-key", "\".r\"", ".r", ".r"),
                new Case("jwt.algorithm", "\"ES256\"", "ES256", "ES256"),
                new Case("jwt.cache-entries-max", "0", "0", 0),
                new Case("migrations.enabled", "false", "false", false),
                new Case("migrations.dir", "\"sql\"", "sql", "sql"),
                new Case("migrations.seeds", "[\"a.sql\", \"b.sql\"]", "a.sql,b.sql",
                        List.of("a.sql", "b.sql")),
                new Case("migrations.out-of-order", "true", "true", true),
                new Case("log.level", "\"debug\"", "debug", LogLevel.DEBUG),
                new Case("log.queries", "true", "true", true));
    }

    private static Stream<Case> changesSettings() {
        return Stream.of(
                new Case("changes.source", "\"triggers\"", "triggers",
                        ChangesSettings.Source.TRIGGERS),
                new Case("changes.url", "\"postgres://r:p@h/d\"", "postgres://r:p@h/d",
                        "postgres://r:p@h/d"),
                new Case("changes.publications", "[\"mine\"]", "mine", List.of("mine")),
                new Case("changes.slot", "\"loam_a\"", "loam_a", "loam_a"),
                new Case("changes.slot-wal-max", "\"1GiB\"", "1GiB", new ByteSize(1 << 30)),
                new Case("changes.slot-past-bound", "\"drop\"", "drop", PastBound.DROP));
    }

    @Test
    void changes_that_cannot_be_read_as_said_are_refused() {
        assertThatThrownBy(() -> load("""
                [changes]
                url = "mysql://h/d"
                publications = []
                slot = "Has Spaces"
                """, Map.of())).isInstanceOf(ConfigRefused.class)
                .hasMessageContaining("changes.url").hasMessageContaining("changes.publications")
                .hasMessageContaining("changes.slot");
    }

    @Test
    void changes_are_read_through_a_temporary_slot_by_default() {
        ChangesSettings changes = load("", Map.of()).config().changes();
        assertThat(changes.source()).isEqualTo(ChangesSettings.Source.AUTO);
        assertThat(changes.url()).isNull();
        assertThat(changes.replication()).isEqualTo(
                ReplicationSettings.of(List.of("loam_changes")));
    }

    @ParameterizedTest
    @MethodSource("every_setting")
    void every_key_is_read_from_the_file_and_from_its_variable(Case one) {
        Setting<?> setting = Settings.ALL.stream()
                .filter(known -> known.key().equals(one.key())).findFirst().orElseThrow();
        String name = one.key().substring(setting.section().length() + 1);
        String toml = "[" + setting.section() + "]\n" + name + " = " + one.toml() + "\n";

        Resolved fromFile = load(toml, Map.of()).values();
        Resolved fromVariable = load("", Map.of(setting.variable(), one.text())).values();

        assertThat(fromFile.get(setting)).isEqualTo(one.wanted());
        assertThat(fromFile.origin(setting)).isEqualTo("loam.toml");
        assertThat(fromVariable.get(setting)).isEqualTo(one.wanted());
        assertThat(fromVariable.origin(setting)).isEqualTo(setting.variable());
    }

    @Test
    void no_setting_is_left_out_of_the_table_of_cases() {
        assertThat(every_setting().map(Case::key))
                .containsExactlyElementsOf(Settings.ALL.stream().map(Setting::key)
                        .filter(key -> ELSEWHERE.stream().noneMatch(key::startsWith))
                        .toList());
    }

    @Test
    void a_variable_wins_over_the_file_and_a_flag_over_both() {
        write("loam.toml", "[server]\nport = 1\n");
        Flag flag = new Flag("--port", Settings.PORT, "3");

        Loaded loaded = ConfigLoader.load(new Sources(
                dir, null, Map.of("LOAM_SERVER_PORT", "2"), List.of(flag)));

        assertThat(loaded.config().server().port()).isEqualTo(3);
        assertThat(loaded.values().origin(Settings.PORT)).isEqualTo("--port");
    }

    @Test
    void the_database_wins_over_file_and_variable() {
        Loaded loaded = ConfigLoader.load(
                new Sources(dir, null, Map.of("LOAM_DATABASE_SCHEMAS", "one"), List.of()),
                Map.of("pgrst.db_schemas", "two, three"));

        assertThat(loaded.config().rest().schemas()).containsExactly("two", "three");
        assertThat(loaded.values().origin(Settings.SCHEMAS)).isEqualTo("pgrst.db_schemas");
    }

    @Test
    void all_problems_are_reported_at_once() {
        write("loam.toml", """
                [server]
                prot = 8000
                port = "8000"
                body-max = "lots"
                [databse]
                pool-size = 0
                [database]
                pool-size = 0
                schemas = ["public", 7]
                tx-end = "maybe"
                [jwt]
                secret = "short"
                """);
        Flag flag = new Flag("--admin-port", Settings.ADMIN_PORT, "99999");

        assertThatThrownBy(() -> ConfigLoader.load(new Sources(
                dir, null, Map.of("LOAM_SERVER_PROT", "1", "LOAM_LOG_LEVEL", "loud"),
                List.of(flag))))
                .isInstanceOfSatisfying(ConfigRefused.class, refused ->
                        assertThat(refused.problems()).containsExactlyInAnyOrder(
                                "loam.toml: server.prot: unknown setting; "
                                        + "did you mean server.port?",
                                "loam.toml: server.port: wanted a whole number from 0 to 65535, "
                                        + "found \"8000\"",
                                "loam.toml: server.body-max: wanted a size such as 64KiB or 8MiB, "
                                        + "from 1KiB to 1024GiB, found \"lots\"",
                                "loam.toml: databse.pool-size: unknown setting; "
                                        + "did you mean database.pool-size?",
                                "loam.toml: database.pool-size: wanted a whole number from 1 to "
                                        + "10000, found 0",
                                "loam.toml: database.schemas: wanted a list of texts, "
                                        + "found [public, 7]",
                                "loam.toml: database.tx-end: wanted one of commit, "
                                        + "commit-allow-override, rollback, "
                                        + "rollback-allow-override, found \"maybe\"",
                                "loam.toml: jwt.secret: a secret needs at least 32 characters",
                                "LOAM_SERVER_PROT: unknown variable; "
                                        + "did you mean LOAM_SERVER_PORT?",
                                "LOAM_LOG_LEVEL: wanted one of crit, error, warn, info, debug, "
                                        + "found \"loud\"",
                                "--admin-port: wanted a whole number from 0 to 65535, "
                                        + "found \"99999\""));
    }

    /// A file and the beginning of the one complaint about it.
    private record Wrong(String toml, String complaint) {
    }

    static Stream<Wrong> wrong_files() {
        return Stream.of(
                new Wrong("server = 3", "loam.toml: server: is a table, write [server]"),
                new Wrong("[server]\nport = ", "loam.toml line 2: "),
                new Wrong("colour = 3", "loam.toml: colour: unknown setting"),
                new Wrong("[server]\nport = 8001", "default: server.admin-port: must differ from"),
                new Wrong("[database]\nschemas = []",
                        "loam.toml: database.schemas: wanted at least one schema"),
                new Wrong("[database]\nurl = \"/var/run\"",
                        "loam.toml: database.url: a database URL starts with"),
                new Wrong("[database]\nurl = 7", "loam.toml: database.url: wanted a PostgreSQL"),
                new Wrong("[jwt]\nsecret = \"*\"\nsecret-is-base64 = true",
                        "loam.toml: jwt.secret: is not Base64"),
                new Wrong("[jwt]\nsecret = 12345678",
                        "loam.toml: jwt.secret: wanted a secret text"));
    }

    @ParameterizedTest
    @MethodSource("wrong_files")
    void a_wrong_file_is_refused_with_its_place(Wrong one) {
        assertThatThrownBy(() -> load(one.toml(), Map.of()))
                .isInstanceOfSatisfying(ConfigRefused.class, refused -> {
                    assertThat(refused.problems()).hasSize(1);
                    assertThat(refused.problems().getFirst()).startsWith(one.complaint())
                            .doesNotContain("12345678");
                });
    }

    @Test
    void variables_that_are_not_settings_are_passed_over() {
        Map<String, String> environment = Map.of(
                "LOAM_JAVA_OPTS", "-Xmx1g", "LOAM_URL", "http://x", "LOAM_SERVICE_HOST", "10.0.0.1",
                "LOAM_PORT_8000_TCP_ADDR", "10.0.0.1", "LOAM_PORT", "tcp://10.0.0.1:8000");

        assertThat(load("", environment).config().server().port()).isEqualTo(8000);
    }

    @Test
    void another_file_can_be_named() {
        write("loam.toml", "[server]\nport = 1\n");
        Path other = write("other.toml", "[server]\nport = 2\n");

        Loaded loaded = ConfigLoader.load(new Sources(dir, other, Map.of(), List.of()));

        assertThat(loaded.config().server().port()).isEqualTo(2);
        assertThat(loaded.values().origin(Settings.PORT)).isEqualTo(other.toString());
    }

    @Test
    void a_named_file_must_be_there() {
        assertThatThrownBy(() -> ConfigLoader.load(
                new Sources(dir, dir.resolve("none.toml"), Map.of(), List.of())))
                .hasMessage(dir.resolve("none.toml") + ": cannot be read");
    }

    @Test
    void secrets_are_never_shown() {
        Loaded loaded = load("", Map.of(
                "LOAM_JWT_SECRET", "visible-".repeat(5),
                "LOAM_DATABASE_URL", "postgresql://me:visible-p@ss@db/shop?sslmode=require"));

        assertThat(loaded.values().lines().toString()).doesNotContain("visible");
        assertThat(loaded.config().toString()).doesNotContain("visible");
    }

    private Loaded load(String toml, Map<String, String> environment) {
        if (!toml.isEmpty()) {
            write("loam.toml", toml);
        } else {
            write("loam.toml", "# empty\n");
        }
        return ConfigLoader.load(new Sources(dir, null, environment, List.of()));
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(dir.resolve(name), content);
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
