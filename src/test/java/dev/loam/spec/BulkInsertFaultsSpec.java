package dev.loam.spec;

import static dev.loam.spec.ManyRows.JSON;
import static dev.loam.spec.ManyRows.ROWS;
import static dev.loam.spec.ManyRows.many;
import static dev.loam.spec.ManyRows.pairs;
import static dev.loam.spec.ManyRows.post;
import static dev.loam.spec.ManyRows.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.config.ServerConfig;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.ports.web.HttpLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bulk inserts whose clients leave, stall or are too many, and what bounds them.
class BulkInsertFaultsSpec {
    private static final ManyRows MANY = new ManyRows();
    private static RestServer server;

    @BeforeAll
    static void start() {
        server = RestServer.start(MANY.database.url("case_login"), Map.of("PGRST_DB_POOL", "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        MANY.empty();
    }

    @Test
    void a_client_that_leaves_in_the_middle_leaves_nothing_and_its_connection() throws IOException {
        for (int cut : new int[] {10_000, 700_000, 1_500_000}) {
            try (Socket socket = begin("/good", many(JSON), cut)) {
                Eventually.within(Duration.ofSeconds(10),
                        () -> assertThat(cut > 1_000_000 == (MANY.waiting() > 0)).isTrue());
                assertThat(socket.isConnected()).isTrue();
            }
            Eventually.within(Duration.ofSeconds(10), () -> assertThat(MANY.waiting()).isZero());
            assertThat(MANY.kept()).isZero();
        }
        assertThat(post(server, "/good", many(JSON)).status()).isEqualTo(201);
    }

    /// Sends the head and so much of the body.
    private static Socket begin(String target, String body, int bytes) throws IOException {
        return begin(server, target, body, bytes);
    }

    private static Socket begin(RestServer to, String target, String body, int bytes)
            throws IOException {
        byte[] whole = body.getBytes(StandardCharsets.UTF_8);
        var socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Length: " + whole.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(whole, 0, bytes);
        return socket;
    }

    @Test
    void half_of_the_connections_at_most_wait_for_senders() throws Exception {
        String body = many(JSON);
        try (Socket first = begin("/good", body, 1_200_000)) {
            Eventually.within(Duration.ofSeconds(10),
                    () -> assertThat(MANY.waiting()).isEqualTo(1));
            CompletableFuture<RawHttp.Answer> second = CompletableFuture.supplyAsync(() ->
                    post(server, "/good", body, "Prefer", "resolution=ignore-duplicates"));
            for (int i = 0; i < 20; i++) {
                assertThat(server.http().get("/good?limit=1").text()).isEqualTo("[]");
            }
            assertThat(second).isNotDone();
            Eventually.within(Duration.ofSeconds(10),
                    () -> assertThat(MANY.waiting()).isEqualTo(1));
            byte[] whole = body.getBytes(StandardCharsets.UTF_8);
            first.getOutputStream().write(whole, 1_200_000, whole.length - 1_200_000);
            assertThat(new String(first.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8)).startsWith("HTTP/1.1 201 ");
            assertThat(second.get().status()).isEqualTo(201);
        }
        assertThat(MANY.kept()).isEqualTo(ROWS);
    }

    private static RestServer bounded(Duration request, Duration body, int wholeBytesMax) {
        return RestServer.start(MANY.database.url("case_login"), Map.of("PGRST_DB_POOL", "1"),
                given -> {
                    HttpLimits limits = given.limits();
                    return new ServerConfig(given.host(), given.port(), false, given.adminHost(),
                            given.adminPort(), given.roles(), request, given.drain(),
                            new HttpLimits(limits.lineBytesMax(), limits.headerBytesMax(),
                                    limits.bodyBytesMax(), wholeBytesMax, limits.headTimeMax(),
                                    body, limits.idleTimeMax(), limits.connectionsMax()),
                            given.path());
                });
    }

    @ParameterizedTest
    @CsvSource({"60,1", "1,60"})
    void a_client_that_stalls_is_cut_and_its_connection_given_back(int request, int body)
            throws IOException {
        try (RestServer impatient = bounded(
                Duration.ofSeconds(request), Duration.ofSeconds(body), 64 << 20);
                Socket socket = begin(impatient, "/good", many(JSON), 1_200_000)) {
            String answer = new String(
                    socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("LOAM-HTTP-008");
            // The pool has one connection.
            assertThat(impatient.http().get("/good").text()).isEqualTo("[]");
            assertThat(MANY.waiting()).isZero();
        }
    }

    @Test
    void what_has_to_be_whole_and_what_is_given_back_are_bounded() {
        try (RestServer narrow = bounded(
                Duration.ofSeconds(30), Duration.ofSeconds(30), 2 << 20)) {
            String body = rows(0, 20_000, ManyRows::row);
            assertThat(body.length()).isGreaterThan(2 << 20);
            RawHttp.Answer rows = post(narrow, "/good", body, "Prefer", "return=representation");
            assertThat(rows.status()).isEqualTo(413);
            assertThat(rows.text()).contains("LOAM-REST-081", "return=minimal");
            RawHttp.Answer ordered = post(narrow, "/good?order=id", body,
                    "Prefer", "return=representation");
            assertThat(ordered.status()).isEqualTo(413);
            assertThat(ordered.text()).contains("LOAM-REST-080");
            RawHttp.Answer single = post(narrow, "/good", "[{\"id\":1,\"note\":\""
                    + "x".repeat(2 << 20) + "\"}]");
            assertThat(single.text()).contains("LOAM-REST-080");
            RawHttp.Answer change = narrow.http().send("PATCH", "/good", pairs(),
                    body.getBytes(StandardCharsets.UTF_8));
            assertThat(change.status()).isEqualTo(413);
            assertThat(change.text()).contains("LOAM-HTTP-009");
            assertThat(MANY.kept()).isZero();
            assertThat(post(narrow, "/good", body).status()).isEqualTo(201);
            assertThat(MANY.kept()).isEqualTo(20_000);
        }
    }
}
