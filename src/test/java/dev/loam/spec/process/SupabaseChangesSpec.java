package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Changed rows as `@supabase/supabase-js` hears of them, from whole projects.
class SupabaseChangesSpec {
    @TestFactory
    Stream<DynamicTest> changes_reach_clients() throws IOException {
        Path npm = Path.of("target/npm").toAbsolutePath();
        Path node = npm.resolve("node_modules/node/bin/node");
        assertThat(node).as("npm packages: ./loam test installs them").exists();
        var database = AuthServer.database();
        database.execute(Files.readString(Path.of("src/test/resources/realtime/changes.sql")));
        try (var server = AuthServer.start(database, Map.of());
                var other = AuthServer.start(database, Map.of("auth.jwt-expiry", "5s"))) {
            List<JsonNode> results = Programs.run("env", "NPM_HOME=" + npm, node.toString(),
                    "--no-warnings", Path.of("src/test/npm/changes.mjs").toAbsolutePath()
                    .toString(), server.url(), other.url(), Tokens.of("anon", null),
                    Tokens.of("service_role", null)).lines().map(AuthServer.JSON::readTree)
                    .toList();
            assertThat(results).isNotEmpty();
            return results.stream().map(SupabaseChangesSpec::test);
        }
    }

    private static DynamicTest test(JsonNode result) {
        return DynamicTest.dynamicTest(result.path("name").asString(), () ->
                assertThat(result.path("problem").isNull())
                        .as(result.path("problem").asString("")).isTrue());
    }
}
