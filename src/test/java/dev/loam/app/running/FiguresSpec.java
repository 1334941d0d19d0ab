package dev.loam.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.cli.Cli;
import dev.loam.app.cli.Console;
import dev.loam.app.top.Terminal;
import dev.loam.app.top.Top;
import dev.loam.deploy.DeployedQueries;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.PrometheusProcess;
import dev.loam.fixture.Promtool;
import dev.loam.fixture.RawHttp;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.spec.Eventually;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All that `/metrics` shows of a project with everything that can be shown.
class FiguresSpec {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+) ");
    private static final Pattern SERIES = Pattern.compile("(?m)^loam_http_[a-z_]+_count\\S* ");
    private static final int PATHS = 10_000;

    /// What has figures of its own. Few requests have to wait for the database because of it.
    private static final String EVERYTHING = """
            [rate]
            store = "postgres"
            [rate.rules.many]
            limit = 1000000
            routes = ["realtime"]
            [stages.looks]
            function = "public.looks"
            routes = ["realtime"]
            [versions."2026-11-01"]
            schema = "public"
            """;

    private static AuthServer server;

    @BeforeAll
    static void start(@TempDir Path project) throws IOException {
        var database = AuthServer.database();
        database.execute("create table public.item (id integer primary key, note text);"
                + "insert into public.item select n, 'x' from generate_series(1, 100) as n;"
                + "grant all on public.item to anon, authenticated, service_role;"
                + "create function public.looks(facts json) returns void language sql stable"
                + " as 'select'");
        Files.writeString(project.resolve("loam.toml"), EVERYTHING);
        server = AuthServer.start(project, database, Map.of());
        read("/rest/v1/item?id=eq.1");
        read("/rest/v1/item?no_such=eq.1");
        read("/realtime/v1/api/ping");
        traced("/rest/v1/item?id=eq.2");
        Eventually.within(PATIENCE, () -> assertThat(figures())
                .contains("loam_postgres_up 1", "loam_postgres_standby_lag_bytes{"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawHttp.Answer read(String target) {
        return new RawHttp(server.port()).get(target,
                AuthServer.service()[0], AuthServer.service()[1]);
    }

    private static void traced(String target) {
        new RawHttp(server.port()).get(target,
                AuthServer.service()[0], AuthServer.service()[1], "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    private static RawHttp admin() {
        return new RawHttp(server.serving().adminPort());
    }

    private static String figures() {
        return admin().get("/metrics").text();
    }

    /// After a change of the figures: this spec with `-Dupdate=true`.
    @Test
    void the_page_says_what_is_shown() throws IOException {
        String table = FiguresPage.table(server.serving().meters());
        if (Boolean.getBoolean("update")) {
            FiguresPage.write(table);
        }
        assertThat(FiguresPage.written()).isEqualTo(table);
    }

    @Test
    void what_is_shown_is_scraped_and_nothing_else() {
        assertThat(families(figures())).containsExactlyElementsOf(
                server.serving().meters().stream().map(Meter::name).toList());
    }

    @Test
    void figures_have_the_labels_that_they_say_and_a_sentence() {
        for (Meter meter : server.serving().meters()) {
            assertThat(meter.help()).endsWith(".");
            for (Reading reading : meter.readings().get()) {
                assertThat(reading.labels().keySet()).as(meter.name())
                        .isEqualTo(Set.copyOf(meter.labels()));
            }
        }
    }

    @Test
    void what_requests_wait_for_and_what_the_process_takes_is_shown() {
        assertThat(figures()).contains("\nloam_pool_connections_used ", "\nloam_pool_wait_duration",
                "\nloam_load_in_flight ", "\nloam_load_queued ", "\nloam_cache_entries ",
                "\nloam_feed_reading{source=\"log\"} 1", "\nloam_realtime_sockets 0",
                "\njvm_memory_used_bytes{area=\"heap\"} ", "\nprocess_cpu_seconds_total ",
                "\nloam_postgres_connections{state=\"active\"} ",
                "\nloam_postgres_table_live_rows{table=\"public.item\"} ");
    }

    @Test
    void prometheus_has_nothing_to_say_against_them() {
        assertThat(Promtool.pleasedWith(figures(), "check", "metrics")).isEmpty();
    }

    /// It asks for OpenMetrics, and takes nothing of an answer in which it finds a fault.
    @Test
    void a_prometheus_with_the_rules_in_deploy_reads_them(@TempDir Path dir) {
        try (var prometheus = PrometheusProcess.start(dir, server.serving().adminPort())) {
            Eventually.within(PATIENCE, () -> assertThat(
                    prometheus.api("query?query=loam_postgres_up")).contains("\"1\"]"));
            Eventually.within(PATIENCE, () -> assertThat(
                    prometheus.api("query?query=instance:loam_postgres_connections_used:ratio"))
                    .contains("\"value\":["));
            assertThat(prometheus.api("targets")).contains("\"health\":\"up\"",
                    "\"lastError\":\"\"");
            assertThat(prometheus.api("rules")).contains("LoamPostgresCannotBeAsked")
                    .doesNotContain("\"health\":\"err\"");
        }
    }

    @Test
    void whoever_asks_for_open_metrics_gets_units_and_exemplars() {
        RawHttp.Answer open = admin().get("/metrics", "Accept",
                "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        assertThat(open.header("Content-Type")).startsWith("application/openmetrics-text");
        assertThat(open.text()).endsWith("# EOF\n").contains(
                "# {trace_id=\"0af7651916cd43dd8448eb211c80319c\"} ",
                "# TYPE loam_postgres_table_size_bytes gauge\n"
                        + "# UNIT loam_postgres_table_size_bytes bytes\n",
                "# TYPE loam_postgres_commits counter\nloam_postgres_commits_total ");
        assertThat(figures()).doesNotContain("trace_id", "# UNIT", "# EOF");
    }

    @Test
    void ten_thousand_made_up_paths_make_no_new_series() throws IOException {
        madeUp(120);
        Set<String> before = series();
        madeUp(PATHS);

        assertThat(series()).isEqualTo(before);
    }

    private static Set<String> series() {
        return SERIES.matcher(figures()).results().map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Sends requests for paths that nobody has, and methods too, one behind the other.
    private static void madeUp(int number) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            Thread sender = Thread.startVirtualThread(() -> send(socket, number));
            socket.setSoTimeout((int) PATIENCE.toMillis());
            InputStream in = new BufferedInputStream(socket.getInputStream());
            byte[] status = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
            int answers = 0;
            int matched = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                matched = b == status[matched] ? matched + 1 : b == status[0] ? 1 : 0;
                if (matched == status.length) {
                    matched = 0;
                    answers++;
                }
            }
            assertThat(answers).isEqualTo(number);
            sender.interrupt();
        }
    }

    private static void send(Socket socket, int number) {
        List<String> places = List.of("/", "/rest/v1/", "/rest/v1/rpc/", "/auth/v1/",
                "/realtime/v1/", "/rest/v1/item?");
        try {
            var out = socket.getOutputStream();
            for (int i = 1; i <= number; i++) {
                out.write(((i % 20 == 7 ? "MADE" + i : "GET") + " "
                        + places.get(i % places.size()) + "made_up_" + i + " HTTP/1.1\r\n"
                        + "Host: x\r\nAuthorization: " + AuthServer.service()[1] + "\r\n"
                        + (i == number ? "Connection: close\r\n" : "") + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
        } catch (IOException _) {
            // Too few answers are found by who reads them.
        }
    }

    @Test
    void rules_and_dashboards_ask_for_what_is_there() {
        Set<String> there = new TreeSet<>();
        for (Meter meter : server.serving().meters()) {
            if (meter.kind() == Meter.Kind.HISTOGRAM) {
                there.addAll(List.of(meter.name() + "_bucket", meter.name() + "_sum",
                        meter.name() + "_count"));
            } else {
                there.add(meter.name());
            }
        }
        assertThat(there).containsAll(DeployedQueries.figures());
        assertThat(DeployedQueries.figures()).hasSizeGreaterThan(40);
    }

    @Test
    void top_prints_a_table_once() {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = new Cli(null, new Console(new PrintWriter(out), new PrintWriter(err),
                new BufferedReader(new StringReader(""))), Map.of())
                .run("top", "http://127.0.0.1:" + server.serving().adminPort(), "--once");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString()).doesNotContain("\033")
                .containsPattern("requests +[0-9.,]+/s, p50 [0-9.]+ .?s, p99 ")
                .containsPattern("pool +\\d+ of 10 connections used")
                .containsPattern("cache +hits .*answers kept").contains("feed      log read")
                .containsPattern("postgres +\\d+ of \\d+ connections, hits [0-9.]+ %")
                .containsPattern(" rest +GET +item\n");
    }

    @Test
    void top_shows_pages_until_q_is_pressed() throws IOException, InterruptedException {
        var shown = new StringWriter();
        try (Top top = new Top("http://127.0.0.1:" + server.serving().adminPort());
                Terminal terminal = Terminal.of(
                        new ByteArrayInputStream(new byte[] {'x', 'q'}),
                        new PrintWriter(shown))) {
            top.live(terminal);
        }
        assertThat(shown.toString()).contains("Loam at http://127.0.0.1:", "requests  ")
                .startsWith("\033[?1049h").endsWith("\033[?25h\033[?1049l");
    }

    /// In a terminal of its own, which `script` makes. Which keys are lines is asked for after the
    /// end.
    @Test
    void top_gives_the_terminal_back() throws IOException, InterruptedException {
        var builder = new ProcessBuilder("script", "-qfec", "\"$JAVA\" -cp \"$CLASSES\" "
                + "dev.loam.app.Main top http://127.0.0.1:" + server.serving().adminPort()
                + "; stty -a", "/dev/null").redirectErrorStream(true);
        builder.environment().putAll(Map.of("CLASSES", System.getProperty("java.class.path"),
                "JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        Process process = builder.start();
        var said = new StringBuilder();
        try (var out = process.inputReader(StandardCharsets.UTF_8);
                var keys = process.outputWriter()) {
            for (int c = out.read(); c >= 0; c = out.read()) {
                said.append((char) c);
                if (said.toString().endsWith("ROUTE       METHOD   TABLE")) {
                    keys.write('q');
                    keys.flush();
                }
            }
        } finally {
            process.destroy();
        }
        assertThat(said.toString()).contains("\033[?1049h", "\033[?1049l")
                .containsPattern("\\sicanon\\s").containsPattern("\\secho\\s");
    }

    @Test
    void top_says_where_nobody_answers() {
        var err = new StringWriter();
        int code = new Cli(null, new Console(new PrintWriter(new StringWriter()),
                new PrintWriter(err), new BufferedReader(new StringReader(""))), Map.of())
                .run("top", "http://127.0.0.1:" + server.port(), "--once");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("and no figures of Loam").doesNotContain("defect");
    }

    private static List<String> families(String text) {
        return FAMILY.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
