package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.base.config.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `[log]` says of how lines are written.
class LogTableTest {
    @TempDir
    private Path dir;

    @Test
    void lines_are_for_people_and_without_values_unless_it_says_otherwise() throws IOException {
        assertThat(load("")).isEqualTo(new LogSettings(
                LogFormat.CONSOLE, "loam", false, List.of(), new ByteSize(4 << 20)));
    }

    @Test
    void everything_can_be_set() throws IOException {
        assertThat(load("""
                [log]
                format = "ecs"
                service-name = "shop"
                query-values = true
                hidden-names = ["plate", "iban"]
                buffer = "1MiB"
                """)).isEqualTo(new LogSettings(LogFormat.ECS, "shop", true,
                List.of("plate", "iban"), new ByteSize(1 << 20)));
    }

    @Test
    void another_format_is_refused() {
        assertThatThrownBy(() -> load("[log]\nformat = \"xml\""))
                .hasMessageContaining("log.format: wanted one of console, ecs");
    }

    @Test
    void in_the_dialect_of_postgrest_lines_are_as_its_own() {
        LogSettings given = PostgrestConfig.load(null, Map.of()).server().path().log();

        assertThat(given.format()).isEqualTo(LogFormat.CONSOLE);
        assertThat(given.queryValues()).isTrue();
    }

    private LogSettings load(String toml) throws IOException {
        Files.writeString(dir.resolve("loam.toml"), toml);
        return ConfigLoader.load(new Sources(dir, null, Map.of(), List.of()), Map.of())
                .config().server().path().log();
    }
}
