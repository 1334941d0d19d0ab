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

/// Private channels and messages from SQL, as `@supabase/supabase-js` uses them.
class SupabasePrivateSpec {
    private static final String ANN = "00000000-0000-4000-8000-00000000000a";
    private static final String BOB = "00000000-0000-4000-8000-00000000000b";

    @TestFactory
    Stream<DynamicTest> members_and_strangers() throws IOException {
        Path npm = Path.of("target/npm").toAbsolutePath();
        assertThat(npm.resolve("node_modules/@supabase/supabase-js"))
                .as("npm packages: ./loam test installs them").exists();
        var database = AuthServer.database();
        database.execute(Files.readString(Path.of("src/test/resources/realtime/private.sql")));
        try (var server = AuthServer.start(database, Map.of())) {
            List<JsonNode> results = Programs.run("env", "NPM_HOME=" + npm, "node", "--no-warnings",
                    Path.of("src/test/npm/private.mjs").toAbsolutePath().toString(),
                    server.url(), Tokens.of("anon", null), Tokens.of("service_role", null),
                    Tokens.of("authenticated", ANN), Tokens.of("authenticated", BOB))
                    .lines().map(AuthServer.JSON::readTree).toList();
            assertThat(results).hasSizeGreaterThan(10);
            return results.stream().map(SupabasePrivateSpec::test);
        }
    }

    private static DynamicTest test(JsonNode result) {
        return DynamicTest.dynamicTest(result.path("name").asString(), () ->
                assertThat(result.path("problem").isNull())
                        .as(result.path("problem").asString("")).isTrue());
    }
}
