package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import dev.loam.fixture.Tokens;
import dev.loam.spec.process.LoamProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// `loam rest` on somebody's database, as the `postgrest` program is called.
class RestCommandSpec {
    @TempDir
    private static Path dir;

    private static ForeignServer foreign;

    @BeforeAll
    static void start() {
        foreign = ForeignServer.start();
    }

    @AfterAll
    static void stop() {
        foreign.close();
    }

    @Test
    void it_serves_at_the_root_as_the_given_role_over_tls_and_creates_nothing() {
        String before = foreign.dump();
        try (LoamProcess loam = rest(variables())) {
            RawHttp http = listening(loam);
            ready(loam, http, "/item");
            assertThat(http.get("/item?id=eq.1").text()).isEqualTo("[{\"id\":1,\"name\":\"one\"}]");
            assertThat(http.get("/rpc/whoami").text())
                    .isEqualTo("\"web_anon by login tls true\"");
            assertThat(http.get("/rpc/whoami", "Authorization",
                    "Bearer " + Tokens.of("web_user", null)).text())
                    .isEqualTo("\"web_user by login tls true\"");
            assertThat(http.get("/rpc/whoami", "Authorization",
                    "Bearer " + Tokens.of("postgres", null)).status()).isEqualTo(403);
            assertThat(http.get("/").text()).contains("\"swagger\"", "/item");
            assertThat(http.get("/auth/v1/user").status()).isEqualTo(404);
            assertThat(loam.stop()).isZero();
        }
        assertThat(foreign.dump()).isEqualTo(before);
    }

    @Test
    void its_defaults_are_those_of_postgrest_but_for_the_host() {
        Ended dump = LoamProcess.run(dir, Map.of(), "rest", "--dump-config");
        assertThat(dump.code()).isZero();
        assertThat(dump.out().lines()).contains("server-port = 3000",
                "server-host = \"127.0.0.1\"", "db-schemas = \"public\"", "db-pool = 10",
                "db-anon-role = \"\"", "admin-server-port = \"\"", "log-level = \"error\"");
    }

    @Test
    void it_listens_on_loopback_alone_unless_told_otherwise() throws Exception {
        try (LoamProcess loam = rest(variables())) {
            assertThat(listeners(port(loam))).containsExactly("7f000001");
        }
        try (LoamProcess loam = rest(with("PGRST_SERVER_HOST", "!4"))) {
            assertThat(listeners(port(loam))).containsExactly("00000000");
        }
    }

    /// The addresses somebody listens on at a port, in hexadecimal; IPv6 sockets may stand for
    /// IPv4 addresses.
    private static List<String> listeners(int port) throws Exception {
        String suffix = String.format(":%04X", port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6").flatMap(RestCommandSpec::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[1].endsWith(suffix) && fields[3].equals("0A"))
                .map(fields -> address(fields[1].split(":")[0])).toList();
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// The kernel prints words of four bytes in the machine's order.
    private static String address(String hex) {
        String last = hex.substring(hex.length() - 8);
        return Integer.toHexString(Integer.reverseBytes(Integer.parseUnsignedInt(last, 16)))
                .transform(text -> "0".repeat(8 - text.length()) + text);
    }

    /// The same database, addressed in another way.
    private record Address(String name, Map<String, String> variables) {
    }

    @TestFactory
    Stream<DynamicTest> an_address_may_be_written_in_every_form() throws Exception {
        Path file = Files.writeString(dir.resolve("uri.txt"), foreign.loginUrl() + "\n");
        String words = "host=localhost port=" + foreign.port() + " dbname=shop user=login "
                + "password='p@ss word' sslmode=require";
        return Stream.of(
                new Address("URI", Map.of("PGRST_DB_URI", foreign.loginUrl())),
                new Address("URI with everything behind ?", Map.of("PGRST_DB_URI",
                        "postgres:///shop?host=localhost&port=" + foreign.port()
                        + "&user=login&password=p%40ss%20word&sslmode=require")),
                new Address("several hosts", Map.of("PGRST_DB_URI",
                        "postgresql://login:p%40ss%20word@localhost:1,localhost:" + foreign.port()
                        + "/shop")),
                new Address("keywords", Map.of("PGRST_DB_URI", words)),
                new Address("in a file", Map.of("PGRST_DB_URI", "@" + file)),
                new Address("variables of libpq", Map.of("PGHOST", "localhost", "PGPORT",
                        Integer.toString(foreign.port()), "PGDATABASE", "shop", "PGUSER", "login",
                        "PGPASSWORD", "p@ss word", "PGSSLMODE", "require")))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    Map<String, String> variables = variables();
                    variables.remove("PGRST_DB_URI");
                    variables.putAll(one.variables());
                    try (LoamProcess loam = rest(variables)) {
                        ready(loam, listening(loam), "/item");
                    }
                }));
    }

    @Test
    void a_file_in_its_syntax_is_read_and_what_is_unknown_is_named() throws Exception {
        Path file = Files.writeString(dir.resolve("postgrest.conf"), """
                # as it was
                db-uri = "$(THE_URI)"
                db-schemas = "api"
                db-anon-role = "web_anon"
                server-port = 0
                url-use-legacy-target-names = true
                server-unix-socket = "/tmp/pgrst.sock"
                colour = "red"
                """);
        try (LoamProcess loam = LoamProcess.start(dir, Map.of("THE_URI", foreign.loginUrl()),
                "rest", file.toString())) {
            loam.err("These settings are unknown or not supported yet and have no effect: "
                    + "colour, server-unix-socket");
            ready(loam, listening(loam), "/item");
        }
    }

    @Test
    void a_wrong_password_is_said_and_requests_are_answered_503() {
        try (LoamProcess loam = rest(with("PGRST_DB_URI",
                foreign.loginUrl().replace("p%40ss", "wrong")))) {
            RawHttp http = listening(loam);
            loam.err(".*password authentication failed for user \"login\".*");
            RawHttp.Answer answer = http.get("/item");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(loam.allErr()).doesNotContain("wrong");
        }
    }

    @Test
    void a_server_that_is_down_at_the_start_is_waited_for() {
        try (ForeignServer own = ForeignServer.start()) {
            own.server().stop();
            try (LoamProcess loam = rest(with("PGRST_DB_URI", own.loginUrl()))) {
                RawHttp http = listening(loam);
                RawHttp.Answer down = http.get("/item");
                assertThat(down.status()).isEqualTo(503);
                assertThat(down.header("Retry-After")).isNotNull();
                assertThat(down.text()).contains("PGRST00");
                own.server().start();
                ready(loam, http, "/item");
            }
        }
    }

    @Test
    void a_restart_of_the_server_under_load_is_survived() {
        try (ForeignServer own = ForeignServer.start();
                LoamProcess loam = rest(with("PGRST_DB_URI", own.loginUrl()))) {
            RawHttp http = listening(loam);
            ready(loam, http, "/item");
            RawHttp admin = new RawHttp(adminPort(loam));
            for (boolean crash : List.of(false, true)) {
                if (crash) {
                    own.server().crash();
                } else {
                    own.server().stop();
                }
                for (int request = 0; request < 20; request++) {
                    RawHttp.Answer answer = http.get("/item?id=eq.1");
                    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                }
                assertThat(admin.get("/ready").status()).isEqualTo(503);
                assertThat(admin.get("/live").status()).isEqualTo(200);
                own.server().start();
                ready(loam, http, "/item");
                assertThat(http.get("/item?id=eq.1").text())
                        .isEqualTo("[{\"id\":1,\"name\":\"one\"}]");
                Waiting.until(() -> admin.get("/ready").status() == 200, () -> "not ready");
            }
        }
    }

    @Test
    void whether_it_is_ready_can_be_asked_by_the_program_itself() {
        try (LoamProcess loam = rest(variables())) {
            ready(loam, listening(loam), "/item");
            Map<String, String> asked = with(
                    "PGRST_ADMIN_SERVER_PORT", Integer.toString(adminPort(loam)));
            assertThat(LoamProcess.run(dir, asked, "rest", "--ready").code()).isZero();
            loam.stop();
            assertThat(LoamProcess.run(dir, asked, "rest", "--ready").code()).isEqualTo(1);
        }
    }

    static Map<String, String> variables() {
        return new HashMap<>(Map.of("PGRST_DB_URI", foreign.loginUrl(),
                "PGRST_DB_SCHEMAS", "api", "PGRST_DB_ANON_ROLE", "web_anon",
                "PGRST_JWT_SECRET", Tokens.SECRET, "PGRST_SERVER_PORT", "0",
                "PGRST_ADMIN_SERVER_PORT", "0"));
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> variables = variables();
        variables.put(name, value);
        return variables;
    }

    static LoamProcess rest(Map<String, String> variables) {
        return LoamProcess.start(dir, variables, "rest");
    }

    static RawHttp listening(LoamProcess loam) {
        return new RawHttp(port(loam));
    }

    private static int port(LoamProcess loam) {
        return Integer.parseInt(
                loam.err("Listening on .*:(\\d+), admin port (\\d+|off)").group(1));
    }

    private static int adminPort(LoamProcess loam) {
        return Integer.parseInt(loam.allErr().replaceAll("(?s).*, admin port (\\d+)\\n.*", "$1"));
    }

    /// Waits until it is served; what the process said helps to see why it is not.
    static void ready(LoamProcess loam, RawHttp http, String target) {
        Waiting.until(() -> http.get(target).status() == 200,
                () -> http.get(target).text() + "\n" + loam.allErr());
    }
}
