package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.Tokens;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// The flows that `@supabase/supabase-js` drives, where addresses count without proof and where
/// they do not.
class SupabaseAuthSpec {
    private static final String NOTES = """
            create table note (
                id bigint generated always as identity primary key,
                owner uuid not null default auth.uid() references auth.users (id)
                    on delete cascade,
                text text not null);
            alter table note enable row level security;
            create policy own on note for all to authenticated
                using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
            grant all on note to anon, authenticated, service_role;
            """;
    private static final Map<String, String> QUICK = Map.of(
            "auth.email.max-frequency", "0s", "auth.sms.max-frequency", "0s",
            "auth.sms.test-otp.491701234567", "123456");

    @TestFactory
    Stream<DynamicTest> addresses_count_without_proof() {
        return flows("open", Map.of());
    }

    @TestFactory
    Stream<DynamicTest> addresses_have_to_be_proven() {
        return flows("strict", Map.of(
                "auth.email.enable-confirmations", "true",
                "auth.sms.enable-confirmations", "true"));
    }

    private static Stream<DynamicTest> flows(String mode, Map<String, String> settings) {
        Path npm = Path.of("target/npm").toAbsolutePath();
        assertThat(npm.resolve("node_modules/@supabase/supabase-js"))
                .as("npm packages: ./loam test installs them").exists();
        var all = new HashMap<>(QUICK);
        all.putAll(settings);
        var database = AuthServer.database();
        database.execute(NOTES);
        try (var server = AuthServer.start(database, all)) {
            List<JsonNode> results = Programs.run("env", "NPM_HOME=" + npm, "node", "--no-warnings",
                    Path.of("src/test/npm/auth.mjs").toAbsolutePath().toString(), mode,
                    server.url(), Tokens.of("anon", null), Tokens.of("service_role", null))
                    .lines().map(AuthServer.JSON::readTree).toList();
            assertThat(results).hasSizeGreaterThan(20);
            return results.stream().map(SupabaseAuthSpec::test);
        }
    }

    private static DynamicTest test(JsonNode result) {
        return DynamicTest.dynamicTest(result.path("name").asString(), () ->
                assertThat(result.path("problem").isNull())
                        .as(result.path("problem").asString("")).isTrue());
    }
}
