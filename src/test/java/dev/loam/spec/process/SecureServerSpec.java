package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.httpserver.MadeCertificate;
import dev.loam.adapters.httpserver.TlsConfig;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import dev.loam.spec.process.LoamProcess.Ended;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project over TLS, with a certificate that is about to expire.
class SecureServerSpec {
    @TempDir
    private static Path dir;

    private static TestDatabase database;
    private static TlsConfig.Pair pair;
    private static AuthServer server;

    @BeforeAll
    static void start() {
        pair = MadeCertificate.lasting(-10, 2, "EC", "localhost", "127.0.0.1")
                .writeTo(dir, "tls");
        database = AuthServer.database();
        database.execute("""
                create table public.item (id int primary key);
                grant all on public.item to service_role;
                alter publication supabase_realtime add table public.item;
                """);
        server = AuthServer.start(database, Map.of("tls.certificate",
                pair.certificate().toString(), "tls.key", pair.key().toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void events_come_over_http_2_as_they_happen() throws Exception {
        try (var clients = new SteadyClients(server.port(), pair.certificate(),
                Tokens.of("service_role", null));
                var lines = new BufferedReader(new InputStreamReader(
                        clients.openEvents("item"), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("event: ready");
            database.execute("insert into public.item values (7)");
            assertThat(CompletableFuture.supplyAsync(() -> lines.lines()
                    .filter(line -> line.startsWith("data: {") && line.contains("\"id\":7"))
                    .findFirst()).get(30, TimeUnit.SECONDS)).isPresent();
        }
    }

    @Test
    void a_websocket_is_a_stream_beside_others() {
        Path npm = Path.of("target/npm").toAbsolutePath();
        Path node = npm.resolve("node_modules/node/bin/node");
        assertThat(node).as("npm packages: ./loam test installs them").exists();
        assertThat(Programs.run("env", "NPM_HOME=" + npm, node.toString(), "--no-warnings",
                Path.of("src/test/npm/websocket-http2.mjs").toAbsolutePath().toString(),
                "https://localhost:" + server.port(), Tokens.of("service_role", null),
                pair.certificate().toString()).lines()).containsExactly(
                "offered true", "answered 200", "phx_reply 7 ok", "beside it 200",
                "closed 1000", "reset 0");
    }

    @Test
    void a_certificate_that_expires_soon_is_told_of_while_all_is_served() {
        RawHttp.Answer ready = new RawHttp(server.serving().adminPort()).get("/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.text()).contains("{\"name\":\"certificate\",\"state\":\"degraded\","
                + "\"trouble\":\"" + pair.certificate() + " expires at ");
    }

    @Test
    void doctor_warns_of_it() {
        Ended doctor = LoamProcess.run(dir, Map.of("LOAM_DATABASE_URL", database.url(),
                "LOAM_TLS_CERTIFICATE", pair.certificate().toString(),
                "LOAM_TLS_KEY", pair.key().toString()), "doctor", "--format", "json");
        assertThat(doctor.out()).as(doctor.err()).contains("{\"level\":\"warning\","
                + "\"rule\":\"certificate\",\"object\":\"" + pair.certificate()
                + "\",\"reason\":\"" + pair.certificate() + " expires at ");
    }
}
