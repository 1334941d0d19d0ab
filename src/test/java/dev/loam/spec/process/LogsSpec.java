package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.log.EcsFields;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.Tokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a run of `loam up` logs as JSON, from its start to its stop.
class LogsSpec {
    private static final String NOTES = """
            create table note (id int primary key, text text);
            insert into note values (1, 'old');
            grant all on note to anon, authenticated;
            create function nap(seconds float, why text) returns text language sql volatile
                as $$ select 'napped' from pg_sleep(seconds) where why <> 'x' $$;
            create function refuse() returns void language plpgsql as $$ begin
                raise sqlstate 'PT503' using message = 'no password=told-by-a-function'; end $$;
            """;
    private static final String SETTINGS = """
            [log]
            format = "ecs"
            service-name = "notes"
            level = "LEVEL"
            queries = true
            slow-query = "20ms"
            slow-query-plan = true
            slow-request = "20ms"
            audit-tables = ["public.note"]
            hidden-names = ["plate"]
            """;
    private static final int MANY = 300;
    private static final Set<String> SECRETS = new HashSet<>();

    @TempDir
    private static Path dir;

    private static List<JsonNode> lines;
    private static String all;
    private static String metrics;
    private static String levels;

    @BeforeAll
    static void run_it_once() {
        Projects.write(dir, "loam.toml", SETTINGS.replace("LEVEL", "info"));
        Projects.write(dir, "migrations/20270101000000_notes.sql", NOTES);
        String secret = secret("a-jwt-secret-of-this-run-0123456789abcdef");
        try (LoamProcess loam = LoamProcess.start(dir, Map.of("LOAM_JWT_SECRET", secret),
                "up", "--port", "0", "--admin-port", "0")) {
            loam.err(".*\"message\":\"Stop .*");
            var http = new RawHttp(port(loam, "REST"));
            var admin = new RawHttp(port(loam, "Admin"));
            secret(Projects.keys(dir).get("ANON_KEY"));
            String token = signedIn(http);
            ordinary(http, token);
            withSecrets(http);
            changeLevels(loam, http, admin);
            for (int i = 0; i < MANY; i++) {
                http.get("/rest/v1/note?id=eq.1&select=id", "X-Request-Id", "many-" + i);
            }
            metrics = admin.get("/metrics").text();
            loam.signal("TERM");
            assertThat(loam.exit()).isZero();
            all = loam.allErr();
            lines = all.lines().map(EcsFields::checked).toList();
        }
    }

    private static int port(LoamProcess loam, String name) {
        Matcher matcher = Pattern.compile("\"" + name + " +http://127\\.0\\.0\\.1:(\\d+)/")
                .matcher(loam.allErr());
        assertThat(matcher.find()).as(loam.allErr()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static String secret(String text) {
        SECRETS.add(text);
        return text;
    }

    /// Signs somebody up, whose keys are secrets from then on.
    private static String signedIn(RawHttp http) {
        String password = secret("correct-horse-battery-7");
        RawHttp.Answer answer = send(http, "POST", "/auth/v1/signup",
                "{\"email\":\"ann@notes.example\",\"password\":\"" + password + "\"}");
        JsonNode session = new JsonMapper().readTree(answer.text());
        secret(session.path("refresh_token").asString());
        return secret(session.path("access_token").asString());
    }

    private static void ordinary(RawHttp http, String token) {
        http.get("/rest/v1/note?id=eq.1&text=eq.confidential", "X-Request-Id", "read-1",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "Authorization", "Bearer " + token, "User-Agent", "notes/1");
        http.get("/rest/v1/no_such?x=eq.1", "X-Request-Id", "wrong-1");
        send(http, "PATCH", "/rest/v1/note?id=eq.1", "{\"text\":\"new\"}",
                "Authorization", "Bearer " + token, "X-Request-Id", "write-1");
        send(http, "POST", "/rest/v1/rpc/nap", "{\"seconds\":0.05,\"why\":\"confidential\"}",
                "X-Request-Id", "slow-1");
    }

    private static void withSecrets(RawHttp http) {
        String query = secret("query-secret-0123456789");
        String forged = Tokens.of("service_role", null);
        secret(forged.substring(forged.lastIndexOf('.') + 1));
        for (String target : List.of(
                "/rest/v1/note?apikey=" + query, "/rest/v1/note?plate=" + query,
                "/auth/v1/verify?type=signup&token=" + query, "/nowhere?a=b&access_token=" + query,
                "/auth/v1/callback?code=" + query + "&state=" + query, "/nowhere/" + forged,
                "/rest/v1/note?text=eq." + query, "/realtime/v1/websocket?apikey=" + query,
                "/rest/v1/note?select=" + forged, "/rest/v1/rpc/" + forged)) {
            http.get(target, "Authorization", "Bearer " + forged,
                    "apikey", secret("header-secret-0123456789"),
                    "Cookie", "session=" + secret("cookie-secret-0123456789"),
                    "Referer", "https://notes.example/?code=" + query + "#access_token=" + query,
                    "User-Agent", "notes Bearer " + secret("agent-secret-0123456789"),
                    "X-Request-Id", forged);
        }
        http.get("/rest/v1/note", "Authorization", "Basic " + secret("YW5uOmJhc2ljLXNlY3JldA=="));
        send(http, "POST", "/auth/v1/token?grant_type=password", "{\"email\":\"a@b.example\","
                + "\"password\":\"" + secret("a-wrong-password-7") + "\"}");
        send(http, "POST", "/auth/v1/token?grant_type=refresh_token",
                "{\"refresh_token\":\"" + secret("no-such-refresh-token") + "\"}");
        send(http, "POST", "/auth/v1/signup",
                "{\"password\":\"" + secret("half-a-body-7") + "\", oops");
        send(http, "POST", "/rest/v1/note", "{\"id\":1,\"text\":\""
                + secret("row-secret-0123456789") + "\"}");
    }

    private static void changeLevels(LoamProcess loam, RawHttp http, RawHttp admin) {
        level(admin, "{\"logger\":\"access\",\"level\":\"off\",\"for\":\"1h\"}");
        http.get("/rest/v1/note?select=id", "X-Request-Id", "unseen-1");
        level(admin, "{\"logger\":\"access\",\"level\":null}");
        http.get("/rest/v1/note?select=id", "X-Request-Id", "seen-1");
        level(admin, "{\"logger\":\"dev.loam\",\"level\":\"debug\",\"for\":\"1h\"}");
        secret("told-by-a-function");
        send(http, "POST", "/rest/v1/rpc/refuse", "{}", "X-Request-Id", "refused-1");
        level(admin, "{\"logger\":\"dev.loam\",\"level\":null}");
        send(http, "POST", "/rest/v1/rpc/refuse", "{}", "X-Request-Id", "refused-2");
        level(admin, "{\"logger\":\"dev.loam.kernel\",\"level\":\"trace\",\"for\":\"1s\"}");
        Waiting.until(() -> !admin.get("/log-level").text().contains("trace"), loam::allErr);
        // By the settings, which hold from the next reading on.
        Projects.write(dir, "loam.toml", SETTINGS.replace("LEVEL", "error"));
        loam.signal("USR2");
        Waiting.until(() -> levelOfRequests(admin).equals("error"), loam::allErr);
        http.get("/rest/v1/note?select=id", "X-Request-Id", "unseen-2");
        Projects.write(dir, "loam.toml", SETTINGS.replace("LEVEL", "info"));
        loam.signal("USR2");
        Waiting.until(() -> levelOfRequests(admin).equals("info"), loam::allErr);
        levels = admin.get("/log-level").text();
    }

    private static String levelOfRequests(RawHttp admin) {
        return new JsonMapper().readTree(admin.get("/log-level").text())
                .path("levels").get(0).path("level").asString();
    }

    private static void level(RawHttp admin, String change) {
        assertThat(send(admin, "PUT", "/log-level", change).status()).isEqualTo(200);
    }

    private static RawHttp.Answer send(
            RawHttp http, String method, String target, String json, String... more) {
        List<String[]> headers = new ArrayList<>();
        headers.add(new String[] {"Content-Type", "application/json"});
        for (int i = 0; i < more.length; i += 2) {
            headers.add(new String[] {more[i], more[i + 1]});
        }
        return http.send(method, target, headers, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everything_said_from_the_start_on_is_json_of_the_schema() {
        // Each line was read as such.
        assertThat(lines).hasSizeGreaterThan(MANY)
                .allMatch(line -> line.path("service.name").asString().equals("notes"))
                .anyMatch(line -> line.path("message").asString().startsWith("Loam serves "))
                .anyMatch(line -> line.path("message").asString().equals("Stopping …"));
    }

    @Test
    void a_request_is_one_line_with_its_user_its_trace_and_its_statements() {
        JsonNode line = one(with("http.request.id", "read-1").and(access()));

        assertThat(line.path("user.id").asString()).isNotEmpty();
        assertThat(line.path("user.roles").get(0).asString()).isEqualTo("authenticated");
        assertThat(line.path("trace.id").asString())
                .isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.path("span.id").asString()).matches("[0-9a-f]{16}");
        assertThat(line.path("url.path").asString()).isEqualTo("/rest/v1/note");
        assertThat(line.path("url.query").asString()).isEqualTo("id=***&text=***");
        assertThat(line.path("labels.table").asString()).isEqualTo("note");
        assertThat(line.path("event.duration").asLong()).isPositive();
        assertThat(line.path("client.ip").asString()).isEqualTo("127.0.0.1");
        assertThat(line.path("user_agent.original").asString()).isEqualTo("notes/1");
        assertThat(line.path("loam.statements").get(0).asString()).contains("note");
        JsonNode wrong = one(with("http.request.id", "wrong-1").and(access()));
        assertThat(wrong.path("log.level").asString()).isEqualTo("warn");
        assertThat(wrong.path("error.code").asString()).isEqualTo("PGRST205");
    }

    @Test
    void slow_ones_and_their_plans_are_lines_of_the_same_request() {
        JsonNode request = one(with("http.request.id", "slow-1")
                .and(line -> line.path("message").asString().startsWith("Slow request")));
        JsonNode statement = one(with("http.request.id", "slow-1")
                .and(line -> line.path("message").asString().startsWith("Slow statement")));
        JsonNode plan = one(with("http.request.id", "slow-1").and(line -> line.has("loam.plan")));

        assertThat(List.of(request, statement, plan)).allMatch(line ->
                line.path("event.dataset").asString().equals("loam.slow")
                && line.path("trace.id").asString().equals(request.path("trace.id").asString()));
        assertThat(request.path("event.duration").asLong()).isGreaterThan(20_000_000);
        assertThat(request.path("url.path").asString()).isEqualTo("/rest/v1/rpc/nap");
        assertThat(statement.path("loam.statement").asString()).contains("nap");
        assertThat(plan.path("loam.plan").asString()).contains("cost=");
    }

    @Test
    void a_write_on_an_audited_table_is_told_with_who_made_it() {
        JsonNode line = one(with("http.request.id", "write-1")
                .and(with("event.dataset", "loam.audit")));

        assertThat(line.path("message").asString()).isEqualTo("Wrote to public.note");
        assertThat(line.path("user.id").asString())
                .isEqualTo(one(with("http.request.id", "read-1").and(access()))
                        .path("user.id").asString());
        assertThat(line.path("loam.keys").get(0).asString()).isEqualTo("id=1");
        assertThat(line.path("event.category").get(0).asString()).isEqualTo("database");
    }

    @Test
    void no_line_holds_a_secret() {
        assertThat(SECRETS).hasSizeGreaterThan(12).doesNotContain("");
        assertThat(SECRETS).allSatisfy(secret -> assertThat(all).doesNotContain(secret));
        assertThat(all).doesNotContain("confidential");
    }

    @Test
    void levels_change_while_it_runs() {
        assertThat(ids()).contains("seen-1").doesNotContain("unseen-1", "unseen-2");
        assertThat(levels).isEqualTo("{\"levels\":[{\"logger\":\"access\",\"level\":\"info\"},"
                + "{\"logger\":\"dev.loam\",\"level\":\"info\"}]}");
    }

    @Test
    void more_is_said_of_a_request_while_the_level_says_so() {
        JsonNode line = one(with("http.request.id", "refused-1").and(with("log.level", "debug")));

        assertThat(line.path("error.type").asString()).endsWith("Refusal");
        assertThat(line.path("error.message").asString()).contains("no password=***");
        assertThat(line.has("error.stack_trace")).isTrue();
        assertThat(one(with("http.request.id", "refused-1").and(access())).path("log.level")
                .asString()).isEqualTo("error");
        assertThat(lines).noneMatch(with("http.request.id", "refused-2")
                .and(with("log.level", "debug")));
    }

    @Test
    void nothing_is_lost_at_the_stop_and_all_is_counted() {
        assertThat(ids()).filteredOn(id -> id.startsWith("many-")).hasSize(MANY);
        assertThat(metrics).contains("\nloam_log_lines_dropped_total 0\n")
                .containsPattern("\nloam_log_lines_total [1-9]\\d\\d")
                .contains("\nloam_log_waiting_bytes ");
    }

    private static List<String> ids() {
        return lines.stream().filter(access())
                .map(line -> line.path("http.request.id").asString("")).toList();
    }

    private static Predicate<JsonNode> access() {
        return with("event.dataset", "loam.access");
    }

    private static Predicate<JsonNode> with(String name, String value) {
        return line -> line.path(name).asString("").equals(value);
    }

    private static JsonNode one(Predicate<JsonNode> wanted) {
        List<JsonNode> found = lines.stream().filter(wanted).toList();
        assertThat(found).as(all).hasSize(1);
        return found.getFirst();
    }
}
