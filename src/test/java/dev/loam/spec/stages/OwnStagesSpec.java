package dev.loam.spec.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigRefused;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.ProjectServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import dev.loam.fixture.TraceCollector;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnStagesSpec {
    private static final String PLUGIN = """
            package shop;
            import dev.loam.ports.stage.*;
            import java.util.*;
            public final class Guard implements StageProvider {
                public String name() { return "guard"; }
                public OwnStage open(Map<String, String> options) {
                    String word = options.get("word");
                    return new OwnStage() {
                        public Decision before(StageRequest request) {
                            String asked = String.valueOf(request.header("X-Ask"));
                            if (asked.equals("throw")) {
                                throw new IllegalStateException("as asked");
                            }
                            if (asked.equals("loam")) {
                                try {
                                    Class.forName("dev.loam.app.Main");
                                } catch (ClassNotFoundException hidden) {
                                    return Decision.answer(418, "{}");
                                }
                            }
                            if (asked.equals("recur")) {
                                return before(request);
                            }
                            String who = request.caller() == null
                                    ? "nobody" : request.caller().role();
                            return new Decision.GoOn(
                                    Map.of("X-Seen", word), Map.of("X-Guard", word + " " + who));
                        }
                        public Map<String, String> after(StageRequest request, int status) {
                            return Map.of("X-Status", "" + status);
                        }
                    };
                }
            }
            """;

    private static final String SCHEMA = """
            create table note (id int primary key, body text);
            insert into note values (1, 'one'), (2, 'two');
            grant all on note to anon, authenticated;
            create table asked (method text, path text, role text, header text);
            grant insert on asked to anon, authenticated;
            create function judge(facts jsonb) returns json language plpgsql as $$
            begin
                insert into asked values (facts->>'method', facts->>'path', current_user,
                    facts->'headers'->>'authorization');
                if facts->'headers'->>'x-raise' = 'PT' then
                    raise sqlstate 'PT402' using message = 'Pay first',
                        detail = 'It is the third time', hint = 'See /pay';
                elsif facts->'headers'->>'x-raise' = 'defect' then
                    perform 1 / 0;
                end if;
                return json_build_object('X-Judged', facts->>'role', 'Content-Length', '7',
                    'X-Seen-Too', coalesce(facts->'headers'->>'x-seen', 'nothing'));
            end $$;
            """;

    private static final TraceCollector COLLECTOR = new TraceCollector();

    @TempDir
    private static Path project;
    private static AskedService service;
    private static TestDatabase database;
    private static ProjectServer server;

    @BeforeAll
    static void start() throws IOException {
        PluginJar.make(project.resolve("plugins/guard.jar"), "shop.Guard", PLUGIN);
        Files.writeString(project.resolve("plugins/broken.jar"), "no jar");
        database = AuthServer.database();
        database.execute(SCHEMA);
        service = new AskedService();
        server = ProjectServer.start(project, database, """
                [server]
                timing-enabled = true
                [trace]
                endpoint = "%s"
                step-min = "0s"
                [stages.zeal]
                plugin = "guard"
                options = ["word=zeal"]
                [stages.judge]
                function = "public.judge"
                writes = true
                [stages.early]
                plugin = "guard"
                options = ["word=early"]
                before = "AUTHENTICATE"
                [stages.paying]
                url = "%s"
                secret = "between us"
                after = "authenticate"
                [stages.nowhere]
                url = "%s"
                routes = ["another"]
                """.formatted(COLLECTOR.url(), service.url("/200"), service.url("/500")));
    }

    @AfterAll
    static void stop() {
        server.close();
        service.close();
        COLLECTOR.close();
    }

    @Test
    void a_class_of_a_jar_sees_and_marks_requests_where_it_was_put() {
        var answer = server.send("GET", "/rest/v1/note?id=eq.1", null);
        assertThat(answer.text()).isEqualTo("[{\"id\":1,\"body\":\"one\"}]");
        // What stands further out has the last word on a field of the answer.
        assertThat(answer.header("X-Guard")).isEqualTo("early nobody");
        assertThat(answer.header("X-Status")).isEqualTo("200");
    }

    @Test
    void among_equals_the_order_is_that_of_their_writing() {
        var answer = server.send("GET", "/rest/v1/note", null);
        assertThat(answer.header("X-Seen-Too")).isEqualTo("zeal");
    }

    @Test
    void a_function_is_asked_as_the_caller_and_may_write_and_add_fields() {
        var answer = server.send("GET", "/rest/v1/note?select=id", null,
                "Authorization", "Bearer " + Tokens.of("authenticated", null));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Judged")).isEqualTo("authenticated");
        assertThat(database.value("select method || ' ' || path || ' ' || header from asked"
                + " where role = 'authenticated'")).isEqualTo("GET /rest/v1/note ***");
    }

    @Test
    void a_function_refuses_by_raising() {
        var answer = server.send("GET", "/rest/v1/note", null, "X-Raise", "PT");
        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.text()).isEqualTo("{\"code\":\"PT402\","
                + "\"details\":\"It is the third time\",\"hint\":\"See /pay\","
                + "\"message\":\"Pay first\"}");
    }

    @Test
    void a_stage_that_fails_is_named_and_hurts_its_own_request_alone() {
        assertThat(server.send("GET", "/rest/v1/note", null, "X-Raise", "defect").text())
                .contains("LOAM-STAGE-001", "The stage judge failed");
        for (String way : new String[] {"throw", "recur"}) {
            var answer = server.send("GET", "/rest/v1/note", null, "X-Ask", way);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("LOAM-STAGE-001", "The stage early failed");
        }
        assertThat(server.send("GET", "/rest/v1/note", null).status()).isEqualTo(200);
    }

    @Test
    void a_plugin_sees_nothing_of_loam_but_the_published_package() {
        assertThat(server.send("GET", "/rest/v1/note", null, "X-Ask", "loam").status())
                .isEqualTo(418);
    }

    @Test
    void a_service_is_told_of_the_request_and_adds_fields_both_ways() {
        var answer = server.send("GET", "/rest/v1/note?limit=1", null,
                "Authorization", "Bearer " + Tokens.of("anon", null), "X-Mine", "a\u00e9");
        assertThat(answer.header("X-Plan")).isEqualTo("gold");
        assertThat(answer.header("Content-Range")).isEqualTo("0-0/2");
        assertThat(service.authorizations).contains("Bearer between us");
        assertThat(service.bodies.getLast()).contains("\"method\":\"GET\"",
                "\"query\":\"limit=1\"", "\"authorization\":\"***\"",
                "\"role\":\"anon\"", "\"route\":\"rest\"", "\"client\":\"127.0.0.1\"")
                .doesNotContain(Tokens.of("anon", null));
    }

    @Test
    void the_time_of_each_is_shown() {
        String trace = "%032x".formatted(0xabc);
        var answer = server.send("GET", "/rest/v1/note", null,
                "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
        assertThat(COLLECTOR.trace(trace)).extracting(Span::getName).contains(
                "stage-early", "stage-paying", "stage-zeal", "stage-judge");
        assertThat(answer.header("Server-Timing")).contains(
                "stage-early;dur=", "stage-paying;dur=", "stage-zeal;dur=", "stage-judge;dur=");
        assertThat(server.metrics()).contains("loam_stage_seconds_total{stage=\"judge\"} ")
                .containsPattern("loam_stage_requests_total\\{outcome=\"passed\",stage=\"zeal\"} "
                        + "|loam_stage_requests_total\\{stage=\"zeal\",outcome=\"passed\"} ");
    }

    @Test
    void a_service_refuses_with_its_own_body_and_one_that_fails_is_passed_over_or_refuses() {
        var toml = """
                [stages.gate]
                url = "%s"
                timeout = "250ms"
                on-failure = "%s"
                """;
        try (var refusing = ProjectServer.start(project, database,
                toml.formatted(service.url("/402"), "refuse"))) {
            var answer = refusing.send("GET", "/rest/v1/note", null);
            assertThat(answer.status()).isEqualTo(402);
            assertThat(answer.text()).isEqualTo("{\"plan\":\"over\"}");
            assertThat(answer.header("Retry-After")).isEqualTo("60");
        }
        try (var closed = ProjectServer.start(project, database,
                toml.formatted(service.url("/never"), "refuse"))) {
            int before = service.bodies.size();
            for (int i = 0; i < 7; i++) {
                var answer = closed.send("GET", "/rest/v1/note", null);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.text()).contains("LOAM-STAGE-002", "The stage gate");
            }
            // After five failures in a row it is left alone.
            assertThat(service.bodies.size() - before).isEqualTo(5);
        }
        try (var open = ProjectServer.start(project, database,
                toml.formatted(service.url("/500"), "pass"))) {
            assertThat(open.send("GET", "/rest/v1/note", null).status()).isEqualTo(200);
            assertThat(open.metrics()).containsPattern(
                    "loam_stage_requests_total\\{.*failed.*} 1");
        }
    }

    /// The page's own words: its class, in a jar, and its settings.
    @Test
    void the_example_of_the_page_is_built_and_does_what_it_says() throws IOException {
        String page = Files.readString(Path.of("docs/how-to/plugin.md"));
        PluginJar.make(project.resolve("plugins/tenant.jar"), "shop.Tenant",
                fenced(page, "java"));
        try (var example = ProjectServer.start(project, database, fenced(page, "toml"))) {
            var refused = example.send("GET", "/rest/v1/note", null);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).isEqualTo("{\"message\":\"X-Tenant is missing\"}");
            assertThat(example.send("GET", "/rest/v1/note", null, "X-Tenant", "a").status())
                    .isEqualTo(200);
        } finally {
            Files.delete(project.resolve("plugins/tenant.jar"));
        }
    }

    private static String fenced(String page, String language) {
        String fence = "```" + language + "\n";
        int start = page.indexOf(fence) + fence.length();
        return page.substring(start, page.indexOf("```", start));
    }

    @Test
    void a_class_that_cannot_be_had_keeps_the_server_from_starting_and_says_which() {
        assertThatThrownBy(() -> ProjectServer.start(project, database, """
                [stages.other]
                plugin = "gard"
                """)).isInstanceOfSatisfying(ConfigRefused.class, refused -> {
            assertThat(refused.problems().getFirst()).isEqualTo(
                    "stages.other: there is no plugin gard; there is guard");
            assertThat(refused.problems().get(1)).startsWith("broken.jar: ");
        });
    }
}
