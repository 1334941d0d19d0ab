package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.loam.app.config.PathSettings;
import dev.loam.app.config.ServerConfig;
import dev.loam.app.config.WatchSettings;
import dev.loam.base.name.TableName;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/// What is seen of requests and statements: figures, slow ones, and who wrote what.
class WatchSpec {
    private static final String SCHEMA = """
            do $$ begin
              if not exists (select from pg_roles where rolname = 'case_anon') then
                create role case_anon nologin;
              end if;
              if not exists (select from pg_roles where rolname = 'case_login') then
                create role case_login login noinherit password 'case';
              end if;
            end $$;
            grant case_anon to case_login;
            create schema api;
            create schema other;
            grant usage on schema api to case_anon;
            create table api.slot (id integer primary key, note text);
            create table api.unwatched (id integer primary key);
            grant all on all tables in schema api to case_anon;
            insert into api.slot values (1, 'old'), (2, 'old');
            """;

    private static RestServer server;
    private static RawHttp http;

    @BeforeAll
    static void start() {
        TestDatabase database = PostgresFixture.freshDatabase(SCHEMA);
        server = RestServer.start(database.url("case_login"), Map.of(), WatchSpec::watching);
        http = server.http();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ServerConfig watching(ServerConfig given) {
        var watch = new WatchSettings(Duration.ofNanos(1), Duration.ofNanos(1), true,
                Set.of(new TableName("api", "slot")));
        return new ServerConfig(given.host(), given.port(), given.reusePort(), given.adminHost(),
                given.adminPort(), given.roles(), given.requestTimeout(), given.drain(),
                given.limits(), watched(given.path(), watch));
    }

    private static PathSettings watched(PathSettings path, WatchSettings watch) {
        return new PathSettings(watch, path.trace(), path.log(), path.metrics(), path.proxies(),
                path.wire(), path.compression(), path.secure(), path.cors(), path.jsonDepthMax(),
                path.validation(), path.rate(), path.stages(), path.versions(), path.load(),
                path.idempotency(), path.conditional());
    }

    @Test
    void requests_are_counted_by_route_method_table_and_status() {
        http.get("/slot?id=eq.1");
        http.get("/slot?no_such=eq.1");
        http.get("/made_up_" + System.nanoTime());

        String figures = figures();
        assertThat(count(figures, "GET", "2xx", "slot")).isPositive();
        assertThat(count(figures, "GET", "4xx", "slot")).isPositive();
        assertThat(count(figures, "GET", "4xx", "other")).isPositive();
        assertThat(figures).doesNotContain("made_up").contains("loam_pool_connections_max ",
                "loam_database_statement_duration_seconds_count{outcome=\"ok\"} ",
                "process_resident_memory_bytes ", "jvm_memory_used_bytes{area=\"heap\"} ");
    }

    @Test
    void prometheus_has_nothing_to_say_against_the_figures(@TempDir Path folder)
            throws IOException, InterruptedException {
        http.get("/slot");
        Path file = Files.writeString(folder.resolve("metrics"), figures());
        Process tool = new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
                .redirectInput(file.toFile()).redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(tool.waitFor()).as(said).isZero();
    }

    @Test
    void open_metrics_are_told_to_whoever_asks_for_them() {
        http.get("/slot");
        RawHttp.Answer answer = admin().get("/metrics", "Accept",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");

        assertThat(answer.header("Content-Type"))
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(answer.text()).endsWith("# EOF\n")
                .contains("# TYPE loam_slow_statements counter\nloam_slow_statements_total ");
    }

    @Test
    void committed_writes_on_chosen_tables_are_told() {
        List<ILoggingEvent> told = heard("dev.loam.audit", () -> {
            http.send("PATCH", "/slot?id=eq.1",
                    List.of(new String[] {"X-Request-Id", "patch-1"},
                            new String[] {"Content-Type", "application/json"}),
                    utf8("{\"note\":\"new\"}"));
            http.send("PATCH", "/slot?id=eq.2",
                    List.of(new String[] {"Prefer", "tx=rollback"},
                            new String[] {"Content-Type", "application/json"}),
                    utf8("{\"note\":\"new\"}"));
            http.send("POST", "/unwatched", List.<String[]>of(
                    new String[] {"Content-Type", "application/json"}), utf8("{\"id\":1}"));
        });

        assertThat(told).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).isEqualTo("Wrote to api.slot");
            assertThat(pairs(line)).containsEntry("loam.role", "case_anon")
                    .containsEntry("http.request.id", "patch-1");
        });
    }

    @Test
    void slow_requests_and_statements_are_told_without_values() {
        List<ILoggingEvent> told = heard("dev.loam.slow",
                () -> http.get("/slot?note=eq.confidential"));

        assertThat(told).anySatisfy(line -> {
            assertThat(line.getFormattedMessage()).startsWith("Slow statement: ");
            assertThat(pairs(line)).containsKeys("event.duration", "loam.statement");
            assertThat(pairs(line).get("loam.statement").toString())
                    .contains("slot").doesNotContain("confidential");
        }).anySatisfy(line -> assertThat(line.getFormattedMessage())
                .startsWith("Slow request: ").contains("GET /slot?note="));
    }

    private static List<ILoggingEvent> heard(String name, Runnable what) {
        var heard = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(name);
        heard.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(heard);
        try {
            what.run();
        } finally {
            logger.detachAppender(heard);
            logger.setLevel(before);
        }
        return List.copyOf(heard.list);
    }

    private static Map<String, Object> pairs(ILoggingEvent line) {
        return line.getKeyValuePairs().stream().filter(pair -> pair.value != null)
                .collect(Collectors.toMap((KeyValuePair pair) -> pair.key,
                        pair -> pair.value));
    }

    private static long count(String figures, String method, String status, String table) {
        String line = "loam_http_request_duration_seconds_count{method=\"" + method
                + "\",route=\"rest\",status=\"" + status + "\",table=\"" + table + "\"} ";
        return Pattern.compile(Pattern.quote(line) + "(\\d+)").matcher(figures).results()
                .map(MatchResult::group).mapToLong(found ->
                        Long.parseLong(found.substring(line.length()))).sum();
    }

    private static String figures() {
        return admin().get("/metrics").text();
    }

    private static RawHttp admin() {
        return new RawHttp(server.serving().adminPort());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
