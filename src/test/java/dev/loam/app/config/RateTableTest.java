package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.kernel.rate.By;
import dev.loam.kernel.rate.Cost;
import dev.loam.kernel.rate.RateConfig;
import dev.loam.kernel.rate.RateRule;
import dev.loam.kernel.rate.WhenAway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTableTest {
    @TempDir
    private Path dir;

    @Test
    void nothing_is_limited_unless_it_says_so() throws IOException {
        RateSettings plain = load("");
        assertThat(plain.config()).isEqualTo(RateConfig.of(List.of()));
        assertThat(plain.store()).isEqualTo(RateTable.Store.MEMORY);
    }

    @Test
    void a_rule_needs_its_limit_alone() throws IOException {
        assertThat(load("[rate.rules.all]\nlimit = 60").config().rules()).containsExactly(
                new RateRule("all", Set.of(By.IP), List.of(), Set.of(), Set.of(), Cost.REQUEST,
                        RateRule.rate(Cost.REQUEST, 60, Duration.ofMinutes(1), 60)));
    }

    @Test
    void everything_can_be_set() throws IOException {
        RateSettings all = load("""
                [rate]
                store = "redis"
                redis-url = "rediss://:secret@redis.example.com:6380/1"
                store-wait-max = "20ms"
                store-away = "closed"
                keys-max = 5000
                [rate.rules.work]
                limit = 2000
                per = "10s"
                burst = 500
                by = ["role", "route"]
                cost = "time"
                routes = ["/rest/v1/café", "auth"]
                methods = ["get", "POST"]
                roles = ["anon"]
                """);
        assertThat(all.config()).isEqualTo(new RateConfig(
                List.of(new RateRule("work", Set.of(By.ROLE, By.ROUTE),
                        List.of("/rest/v1/caf\u00c3\u00a9", "auth"), Set.of("GET", "POST"),
                        Set.of("anon"), Cost.TIME,
                        RateRule.rate(Cost.TIME, 2_000, Duration.ofSeconds(10), 500))),
                5_000, Duration.ofMillis(20), WhenAway.CLOSED));
        assertThat(all.redisUrl().value()).startsWith("rediss://");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            store = "file"                             | rate.store
            store = "redis"                            | rate.redis-url
            redis-url = "http://example.com"           | rate.redis-url
            redis-url = "redis:6379"                   | rate.redis-url
            redis-url = "redis://a b"                  | rate.redis-url
            store-wait-max = "0s"                      | rate.store-wait-max
            store-wait-max = "soon"                    | rate.store-wait-max
            store-away = "ajar"                        | rate.store-away
            keys-max = 10                              | rate.keys-max
            rules.a.per = "1m"                         | rate.rules.a.limit: is missing
            rules.a.limit = 0                          | rate.rules.a.limit
            rules.a = { limit = 1, burst = 0 }         | rate.rules.a.burst
            rules.a = { limit = 1, per = "0s" }        | rate.rules.a.per
            rules.a = { limit = 1, per = "400d" }      | rate.rules.a.per
            rules.a = { limit = 1, burst = 1000000 }   | rate.rules.a.per
            rules.a = { limit = 1, by = ["planet"] }   | rate.rules.a.by
            rules.a = { limit = 1, cost = "money" }    | rate.rules.a.cost
            rules.a = { limit = 1, routes = ["rset"] } | rate.rules.a.routes
            rules.a = { limit = 1, routes = [""] }     | rate.rules.a.routes
            rules.a = { limit = 1, nmae = 2 }          | rate.rules.a.nmae
            rules."-a" = { limit = 1 }                 | rate.rules.-a
            """)
    void what_is_wrong_is_named(String line, String named) {
        assertThatThrownBy(() -> load("[rate]\n" + line))
                .isInstanceOf(ConfigRefused.class).hasMessageContaining(named);
    }

    @Test
    void an_address_of_redis_is_never_shown() {
        assertThatThrownBy(() -> load("[rate]\nredis-url = \"http://:hidden@example.com\""))
                .isInstanceOf(ConfigRefused.class)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void what_every_request_has_to_pass_is_bounded() {
        String rules = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> "rules.r" + i + ".limit = 1").collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> load("[rate]\n" + rules)).isInstanceOf(ConfigRefused.class)
                .hasMessageContaining("rate.rules: wanted 100 rules at the most, found 101");
    }

    private RateSettings load(String text) throws IOException {
        Files.writeString(dir.resolve("loam.toml"), text);
        return ConfigLoader.load(new Sources(dir, null, Map.of(), List.of()))
                .config().server().path().rate();
    }
}
