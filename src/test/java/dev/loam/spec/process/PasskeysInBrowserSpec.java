package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.Tokens;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// `@supabase/supabase-js` in headless Chromium, whose authenticator for tests holds the passkeys
/// and the security key: the steps are in `src/test/npm/passkeys.mjs`.
class PasskeysInBrowserSpec {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @Test
    void passkeys_and_security_keys_work_in_a_browser() {
        Path npm = Path.of("target/npm").toAbsolutePath();
        assertThat(npm.resolve("node_modules/@supabase/supabase-js"))
                .as("npm packages: ./loam test installs them").exists();
        assertThat(CHROMIUM).as("Chromium: ./loam test installs it").exists();
        try (var server = AuthServer.start(Map.of())) {
            var results = Programs.run("env", "NPM_HOME=" + npm, "node",
                    Path.of("src/test/npm/passkeys.mjs").toAbsolutePath().toString(),
                    server.url(), Tokens.of("anon", null), CHROMIUM.toString());
            assertThat(results.lines().map(JsonMapper.shared()::readTree)).hasSize(10)
                    .allSatisfy(step -> assertThat(step.path("problem").isNull())
                            .as(step.toString()).isTrue());
        }
    }
}
