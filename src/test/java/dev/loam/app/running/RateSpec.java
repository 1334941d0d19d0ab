package dev.loam.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules of `[rate]` over HTTP, each for a path of its own. Their times are so long that nothing
/// comes back while the test runs.
class RateSpec {
    private static AuthServer server;

    @BeforeAll
    static void start() {
        var settings = new HashMap<String, String>();
        rule(settings, "twice", "/rest/v1/twice", "by", "ip", "limit", "2");
        rule(settings, "users", "/rest/v1/users", "by", "user,route", "limit", "1");
        rule(settings, "anon", "/rest/v1/roles", "by", "role", "roles", "anon", "limit", "1");
        rule(settings, "wide", "/rest/v1/both", "by", "ip", "limit", "3");
        rule(settings, "tight", "/rest/v1/both", "by", "ip", "limit", "1", "methods", "post");
        rule(settings, "work", "/rest/v1/work", "by", "ip", "limit", "1", "cost", "time");
        rule(settings, "keys", "/rest/v1/keyed", "by", "key", "limit", "1");
        rule(settings, "paths", "/rest/v1/left,/rest/v1/right", "by", "route", "limit", "1");
        rule(settings, "far", "/rest/v1/far", "by", "ip", "limit", "1");
        rule(settings, "seen", "/rest/v1/seen", "by", "", "limit", "2");
        settings.put("server.trusted-proxies", "127.0.0.1");
        rule(settings, "auth", "/auth/v1/settings", "by", "ip", "limit", "1");
        server = AuthServer.start(settings);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void rule(
            Map<String, String> settings, String name, String route, String... given) {
        String prefix = "rate.rules." + name + ".";
        settings.put(prefix + "routes", route);
        settings.put(prefix + "per", "10h");
        for (int i = 0; i < given.length; i += 2) {
            settings.put(prefix + given[i], given[i + 1]);
        }
    }

    private static AuthServer.Reply get(String path, String... headers) {
        return server.send("GET", path, null, headers);
    }

    @Test
    void the_third_of_two_is_a_429_that_names_the_rule_and_tells_the_wait() {
        get("/rest/v1/twice");
        get("/rest/v1/%74wice?select=id");
        var refused = get("/rest/v1/twice", "Origin", "https://app.example.com");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("code")).isEqualTo("LOAM-RATE-001");
        assertThat(refused.text("message")).contains("\"twice\"");
        assertThat(refused.json().path("violated-policies").get(0).asString())
                .isEqualTo("twice");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(17_000, 18_000);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"twice\";q=2;w=36000");
        assertThat(refused.header("RateLimit")).startsWith("\"twice\";r=0;t=");
        assertThat(refused.header("Access-Control-Expose-Headers"))
                .contains("RateLimit, RateLimit-Policy, Retry-After");
    }

    @Test
    void users_are_counted_apart_and_those_without_a_name_are_not() {
        String[] ann = bearer("ann");
        assertThat(get("/rest/v1/users", ann).status()).isNotEqualTo(429);
        assertThat(get("/rest/v1/users", ann).status()).isEqualTo(429);
        assertThat(get("/rest/v1/users", bearer("bob")).status()).isNotEqualTo(429);
        for (int i = 0; i < 3; i++) {
            assertThat(get("/rest/v1/users").status()).isNotEqualTo(429);
        }
    }

    @Test
    void a_rule_for_a_role_leaves_others_alone() {
        get("/rest/v1/roles");
        assertThat(get("/rest/v1/roles").status()).isEqualTo(429);
        assertThat(get("/rest/v1/roles", bearer("ann")).status()).isNotEqualTo(429);
    }

    @Test
    void the_tightest_decides_and_what_it_refuses_counts_for_no_other() {
        for (int i = 0; i < 4; i++) {
            int status = server.send("POST", "/rest/v1/both", "{}").status();
            assertThat(status == 429).isEqualTo(i > 0);
        }
        assertThat(get("/rest/v1/both").status()).isNotEqualTo(429);
        assertThat(get("/rest/v1/both").status()).isNotEqualTo(429);
        assertThat(get("/rest/v1/both").status()).isEqualTo(429);
    }

    @Test
    void time_is_taken_when_the_answer_is_there() {
        int answered = 0;
        // Whole answers take less than a millisecond each here, once everything is warm.
        while (answered < 1_000 && get("/rest/v1/work").status() != 429) {
            answered++;
        }
        assertThat(answered).isBetween(1, 999);
        assertThat(get("/rest/v1/work").header("RateLimit-Policy"))
                .isEqualTo("\"work\";q=1;w=36000;qu=\"milliseconds\"");
    }

    @Test
    void the_auth_api_refuses_in_its_own_words() {
        var first = get("/auth/v1/settings");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("RateLimit")).startsWith("\"auth\";r=0;t=");
        var second = get("/auth/v1/settings");
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.header("x-sb-error-code")).isEqualTo("LOAM-RATE-001");
    }

    private static String[] bearer(String subject) {
        return AuthServer.bearer(Tokens.signed(
                "{\"role\":\"authenticated\",\"sub\":\"" + subject + "\"}"));
    }

    @Test
    void each_key_has_its_own_and_those_without_one_are_one() {
        assertThat(get("/rest/v1/keyed", "apikey", key("one")).status()).isNotEqualTo(429);
        String two = key("two");
        assertThat(get("/rest/v1/keyed", "apikey", two).status()).isNotEqualTo(429);
        assertThat(get("/rest/v1/keyed", "apikey", two).status()).isEqualTo(429);
        assertThat(get("/rest/v1/keyed").status()).isNotEqualTo(429);
        assertThat(get("/rest/v1/keyed").status()).isEqualTo(429);
        assertThat(get("/rest/v1/keyed", bearer("ann")).status()).isNotEqualTo(429);
    }

    private static String key(String name) {
        return server.auth("POST", "/admin/api-keys", "{\"name\":\"" + name
                + "\",\"role\":\"service_role\"}", AuthServer.service()).text("key");
    }

    @Test
    void each_path_of_a_rule_has_its_own_with_all_below_it() {
        assertThat(get("/rest/v1/left").status()).isNotEqualTo(429);
        assertThat(get("/rest/v1/right").status()).isNotEqualTo(429);
        assertThat(get("/rest/v1/left/below").status()).isEqualTo(429);
        assertThat(get("/rest/v1/leftover").status()).isNotEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Forwarded-For | 203.0.113.1               | 203.0.113.2
            X-Forwarded-For | 203.0.113.66, 203.0.113.3 | 203.0.113.66, 203.0.113.4
            X-Forwarded-For | 2001:db8:0:1::5           | 2001:db8:0:2::5
            """)
    void a_trusted_proxy_says_whose_request_it_is(String field, String one, String other) {
        assertThat(get("/rest/v1/far", field, one).status()).isNotEqualTo(429);
        assertThat(get("/rest/v1/far", field, one).status()).isEqualTo(429);
        assertThat(get("/rest/v1/far", field, other).status()).isNotEqualTo(429);
    }

    @Test
    void addresses_of_one_network_of_ipv6_and_forged_ones_before_the_proxy_are_one() {
        assertThat(get("/rest/v1/far", "X-Forwarded-For", "2001:db8:0:9::5").status())
                .isNotEqualTo(429);
        assertThat(get("/rest/v1/far", "X-Forwarded-For", "2001:db8:0:9:ffff::6").status())
                .isEqualTo(429);
        assertThat(get("/rest/v1/far", "X-Forwarded-For", "203.0.113.1, 2001:db8:0:9::7")
                .status()).isEqualTo(429);
    }

    @Test
    void figures_tell_what_each_rule_let_pass_and_refused() {
        for (int i = 0; i < 5; i++) {
            get("/rest/v1/seen");
        }
        String figures = new RawHttp(server.serving().adminPort()).get("/metrics").text();
        assertThat(figures).contains("loam_rate_allowed_total{rule=\"seen\"} 2",
                "loam_rate_refused_total{rule=\"seen\"} 3", "loam_rate_keys{rule=\"seen\"} 1");
    }

    /// What is not limited says nothing of limits.
    @Test
    void other_paths_are_not_counted() {
        assertThat(List.of(get("/rest/v1/other").header("RateLimit") == null,
                get("/auth/v1/health").header("RateLimit") == null)).containsOnly(true);
    }
}
