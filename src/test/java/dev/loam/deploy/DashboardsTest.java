package dev.loam.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.Promtool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The dashboards for Grafana: by the types that Grafana publishes, and by what their queries ask.
class DashboardsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path NPM = Path.of("target/npm").toAbsolutePath();
    /// A dashboard as it is written: enumerations are their values there, and queries those of
    /// Prometheus. Members that Grafana does not know are refused.
    private static final String TYPES = """
            import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
            import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';

            type Query = Omit<Dataquery, '_implementsDataqueryVariant'>;
            type Written<T> = T extends { _implementsDataqueryVariant: unknown } ? Written<Query>
                : T extends string ? `${T}`
                : T extends number | boolean | null | undefined ? T
                : T extends (infer U)[] ? Written<U>[]
                : T extends object ? { [K in keyof T]: Written<T[K]> } : T;
            """;

    @TempDir
    private Path dir;

    @Test
    void they_are_what_grafana_calls_a_dashboard() throws IOException, InterruptedException {
        assertThat(NPM.resolve("node_modules/typescript"))
                .as("npm packages: ./loam test installs them").exists();
        var source = new StringBuilder(TYPES);
        for (Path file : DeployedQueries.dashboards()) {
            source.append("export const d").append(source.length())
                    .append(": Written<Dashboard> = ").append(DeployedQueries.text(file))
                    .append(";\n");
        }
        assertThat(compiled(source.toString())).isEmpty();
    }

    @Test
    void what_grafana_does_not_know_would_be_found() throws IOException, InterruptedException {
        assertThat(compiled(TYPES + "export const d: Written<Dashboard> = "
                + "{\"schemaVersion\": 39, \"pannels\": []};\n")).contains("'\"pannels\"'");
    }

    /// What TypeScript has to say against it.
    private String compiled(String source) throws IOException, InterruptedException {
        Files.createSymbolicLink(dir.resolve("node_modules"), NPM.resolve("node_modules"));
        Path file = Files.writeString(dir.resolve("dashboards.ts"), source);
        Process process = new ProcessBuilder("node",
                "node_modules/typescript/bin/tsc", "--noEmit", "--strict", "--skipLibCheck",
                "--preserveSymlinks", "--module", "nodenext", "--target", "es2022",
                file.getFileName().toString())
                .directory(dir.toFile()).redirectErrorStream(true).start();
        String said = new String(
                process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor() == 0).as(said).isEqualTo(said.isEmpty());
        return said;
    }

    /// Prometheus reads them as rules, whose expressions are the same language.
    @Test
    void every_query_is_one_that_prometheus_understands() throws IOException {
        var rules = new StringBuilder("groups:\n  - name: dashboards\n    rules:\n");
        int number = 0;
        for (Path file : DeployedQueries.dashboards()) {
            for (String query : DeployedQueries.expressions(board(file))) {
                rules.append("      - record: query").append(number++).append("\n        expr: ")
                        .append(JSON.writeValueAsString(
                                query.replace("$__rate_interval", "5m"))).append('\n');
            }
        }
        Path file = Files.writeString(dir.resolve("queries.yml"), rules);

        assertThat(Promtool.pleased("check", "rules", file.toString()))
                .contains("SUCCESS: " + number + " rules found");
    }

    @Test
    void panels_lie_beside_each_other_and_are_told_apart() throws IOException {
        for (Path file : DeployedQueries.dashboards()) {
            Set<Integer> ids = new HashSet<>();
            Set<String> places = new HashSet<>();
            List<String> wrong = new ArrayList<>();
            for (JsonNode panel : board(file).path("panels")) {
                String title = panel.path("title").asString("");
                if (!ids.add(panel.path("id").asInt(-1)) || title.isEmpty()) {
                    wrong.add(title + " has no title, or no id of its own");
                }
                wrong.addAll(overlaps(panel, places));
            }
            assertThat(wrong).as(file.toString()).isEmpty();
        }
    }

    private static List<String> overlaps(JsonNode panel, Set<String> places) {
        JsonNode at = panel.path("gridPos");
        List<String> wrong = new ArrayList<>();
        int right = at.path("x").asInt() + at.path("w").asInt();
        for (int x = at.path("x").asInt(); x < right; x++) {
            for (int y = 0; y < at.path("h").asInt(); y++) {
                if (x >= 24 || !places.add(x + " " + (at.path("y").asInt() + y))) {
                    wrong.add(panel.path("title").asString() + " lies on another");
                }
            }
        }
        return wrong;
    }

    private static JsonNode board(Path file) {
        return JSON.readTree(DeployedQueries.text(file));
    }
}
