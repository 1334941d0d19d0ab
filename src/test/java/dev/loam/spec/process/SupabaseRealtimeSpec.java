package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// The flows of channels that `@supabase/supabase-js` drives, on the Node.js it is made for.
class SupabaseRealtimeSpec {
    @TestFactory
    Stream<DynamicTest> clients_talk_to_each_other() {
        Path npm = Path.of("target/npm").toAbsolutePath();
        Path node = npm.resolve("node_modules/node/bin/node");
        assertThat(node).as("npm packages: ./loam test installs them").exists();
        try (var server = AuthServer.start(Map.of())) {
            List<JsonNode> results = Programs.run("env", "NPM_HOME=" + npm, node.toString(),
                    "--no-warnings", Path.of("src/test/npm/realtime.mjs").toAbsolutePath()
                    .toString(), server.url(), Tokens.of("anon", null), Tokens.SECRET)
                    .lines().map(AuthServer.JSON::readTree).toList();
            assertThat(results).hasSizeGreaterThan(10);
            return results.stream().map(SupabaseRealtimeSpec::test);
        }
    }

    private static DynamicTest test(JsonNode result) {
        return DynamicTest.dynamicTest(result.path("name").asString(), () ->
                assertThat(result.path("problem").isNull())
                        .as(result.path("problem").asString("")).isTrue());
    }
}
