package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.OpenIdProvider;
import dev.loam.fixture.Tokens;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Sign-in with other services as `@supabase/supabase-js` drives it.
class SupabaseExternalSpec {
    @TestFactory
    Stream<DynamicTest> people_sign_in_with_other_services() {
        Path npm = Path.of("target/npm").toAbsolutePath();
        assertThat(npm.resolve("node_modules/@supabase/supabase-js"))
                .as("npm packages: ./loam test installs them").exists();
        try (var house = OpenIdProvider.start(); var second = OpenIdProvider.start();
                var server = AuthServer.start(settings(house, second))) {
            house.person("ann", "ann@example.com", true);
            second.person("ann-elsewhere", "ann@elsewhere.example", true);
            var results = Programs.run("env", "NPM_HOME=" + npm, "node", "--no-warnings",
                    Path.of("src/test/npm/external.mjs").toAbsolutePath().toString(),
                    server.url(), Tokens.of("anon", null), house.idToken("a nonce"), "a nonce")
                    .lines().map(AuthServer.JSON::readTree).toList();
            assertThat(results).hasSize(6);
            return results.stream().map(SupabaseExternalSpec::test);
        }
    }

    private static Map<String, String> settings(OpenIdProvider house, OpenIdProvider second) {
        var settings = new HashMap<>(Map.of("auth.enable-manual-linking", "true"));
        Map.of("house", house, "second", second).forEach((name, provider) -> {
            var key = "auth.external." + name + ".";
            settings.put(key + "enabled", "true");
            settings.put(key + "client-id", OpenIdProvider.CLIENT);
            settings.put(key + "secret", OpenIdProvider.SECRET);
            settings.put(key + "url", provider.issuer());
        });
        return settings;
    }

    private static DynamicTest test(JsonNode result) {
        return DynamicTest.dynamicTest(result.path("name").asString(), () ->
                assertThat(result.path("problem").isNull())
                        .as(result.path("problem").asString("")).isTrue());
    }
}
