package dev.loam.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the rules and dashboards in `deploy` ask Prometheus for.
public final class DeployedQueries {
    static final Path PROMETHEUS = Path.of("deploy/prometheus");
    static final List<Path> RULES = List.of(PROMETHEUS.resolve("recording.rules.yml"),
            PROMETHEUS.resolve("alerts.rules.yml"));
    private static final Path DASHBOARDS = Path.of("deploy/grafana/dashboards");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern OURS = Pattern.compile("(loam|process|jvm)_.*");
    private static final Pattern RECORDED = Pattern.compile("(?m)^ *- record: (\\S+)$");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DeployedQueries() {
    }

    /// The figures of Loam that are asked for anywhere.
    public static Set<String> figures() {
        return names().filter(name -> OURS.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The recorded figures that are asked for anywhere.
    static Set<String> recordedThatAreUsed() {
        return names().filter(name -> name.contains(":"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> recorded() {
        return RULES.stream().flatMap(file -> RECORDED.matcher(text(file)).results())
                .map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> names() {
        Stream<String> rules = RULES.stream().flatMap(file -> text(file).lines())
                .filter(line -> !line.strip().startsWith("#"));
        Stream<String> boards = dashboards().stream()
                .flatMap(file -> expressions(JSON.readTree(text(file))).stream());
        return Stream.concat(rules, boards)
                .map(line -> QUOTED.matcher(line).replaceAll(""))
                .flatMap(line -> NAME.matcher(line).results().map(MatchResult::group))
                // What a YAML key is does not ask for anything.
                .filter(name -> !name.endsWith(":"));
    }

    static List<Path> dashboards() {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// What the panels and the variables of a dashboard ask for.
    static List<String> expressions(JsonNode dashboard) {
        List<String> found = new ArrayList<>(dashboard.findValuesAsString("expr"));
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            String query = variable.path("query").path("query").asString("");
            if (query.startsWith("label_values(")) {
                found.add(query.substring("label_values(".length(), query.lastIndexOf(',')));
            }
        }
        return found;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
