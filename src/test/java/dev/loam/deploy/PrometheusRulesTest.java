package dev.loam.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.Promtool;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The rules for Prometheus, as its own tool sees them.
class PrometheusRulesTest {
    private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\S+)$");
    private static final List<Path> CASES = List.of(
            DeployedQueries.PROMETHEUS.resolve("rules.test.yml"),
            DeployedQueries.PROMETHEUS.resolve("rules.days.test.yml"));

    @Test
    void the_configuration_and_its_rules_are_understood() {
        assertThat(Promtool.pleased("check", "config",
                DeployedQueries.PROMETHEUS.resolve("prometheus.yml").toString()))
                .contains("2 rule files found");
        for (var file : DeployedQueries.RULES) {
            assertThat(Promtool.pleased("check", "rules", "--lint-fatal", file.toString()))
                    .contains("SUCCESS");
        }
    }

    @Test
    void the_rules_do_what_their_cases_say() {
        assertThat(Promtool.pleased("test", "rules",
                CASES.getFirst().toString(), CASES.getLast().toString()))
                .contains("SUCCESS");
    }

    @Test
    void every_alert_is_raised_in_a_case() {
        String cases = CASES.stream().map(DeployedQueries::text)
                .collect(Collectors.joining());
        List<String> alerts = ALERT.matcher(DeployedQueries.text(
                DeployedQueries.PROMETHEUS.resolve("alerts.rules.yml"))).results()
                .map(found -> found.group(1)).toList();

        assertThat(alerts).hasSizeGreaterThan(20).allSatisfy(name -> assertThat(cases)
                .containsPattern("alertname: " + name + "\n +exp_alerts:"));
    }

    @Test
    void recorded_figures_that_are_used_are_recorded() {
        assertThat(DeployedQueries.recorded()).isNotEmpty()
                .containsAll(DeployedQueries.recordedThatAreUsed());
    }
}
