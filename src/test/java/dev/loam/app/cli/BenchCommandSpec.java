package dev.loam.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.loam.app.command.ProjectActions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loam bench` against a small server.
class BenchCommandSpec {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes());
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Token") + " " + body);
            boolean bad = exchange.getRequestURI().getPath().equals("/bad");
            exchange.sendResponseHeaders(bad ? 500 : 200, 2);
            exchange.getResponseBody().write("ok".getBytes());
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void json_says_everything_for_programs() {
        assertThat(bench("/x?y=%20z", "--rate", "100", "--json", "-H", "X-Token: a b",
                "--body", "hello")).isZero();

        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.get("loop").asString()).isEqualTo("open");
        assertThat(report.get("answered").asInt()).isEqualTo(50);
        assertThat(report.get("statuses").get("200").asInt()).isEqualTo(50);
        assertThat(report.get("failures").size()).isZero();
        assertThat(report.get("latency_micros").propertyNames())
                .containsExactly("p50", "p90", "p99", "p99.9", "max", "mean");
        assertThat(report.get("latency_micros").get("p50").asDouble()).isPositive();
        assertThat(seen).hasSize(50).containsOnly("POST /x?y=%20z a b hello");
    }

    @Test
    void the_text_says_it_for_people() {
        assertThat(bench("/", "--closed", "--connections", "2")).isZero();

        assertThat(out.toString()).startsWith("Closed loop for ")
                .containsPattern("requests/s +[\\d,.]+ +\\([\\d,]+ answered")
                .containsPattern("latency +p50 .* p90 .* p99 .* p99.9 .* max ")
                .containsPattern("statuses +200: ").containsPattern("failures +none");
    }

    @Test
    void lines_of_requests_are_sent_in_turn() throws IOException {
        Path file = Files.writeString(dir.resolve("requests"), """
                {"path":"/a"}

                {"path":"/b","method":"PUT","headers":{"X-Token":"mine"},"body":{"c":[1]}}
                """);

        assertThat(bench("/", "--rate", "40", "--requests", file.toString(), "-H", "X-Token: all"))
                .isZero();

        assertThat(seen).hasSize(20);
        assertThat(Collections.frequency(seen, "GET /a all ")).isEqualTo(10);
        assertThat(Collections.frequency(seen, "PUT /b mine {\"c\":[1]}")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"path\":1}", "{\"path\":\"x\"}",
        "{\"path\":\"/\",\"url\":\"/\"}"})
    void a_wrong_line_is_2_and_named(String line) throws IOException {
        Path file = Files.writeString(dir.resolve("requests"), "{\"path\":\"/\"}\n" + line);

        assertThat(bench("/", "--closed", "--requests", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(file + ":2: ");
    }

    @Test
    void not_one_good_answer_is_1() {
        assertThat(bench("/bad", "--rate", "20")).isEqualTo(1);
        assertThat(out.toString()).containsPattern("statuses +500: 10");
    }

    @Test
    void nobody_at_home_is_1_with_a_sentence() {
        stop();
        assertThat(bench("/", "--closed")).isEqualTo(1);
        assertThat(err.toString()).contains("Cannot connect to", "refused");
    }

    private int bench(String path, String... options) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true),
                new BufferedReader(new StringReader("")));
        String[] arguments = Stream.concat(
                Stream.of("bench", url + path, "--duration", "500ms", "--warmup", "0"),
                Arrays.stream(options)).toArray(String[]::new);
        return new Cli(new ProjectActions(), console, Map.of()).run(arguments);
    }
}
