package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.base.name.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `[log]` says of slow requests, slow statements and audited tables.
class WatchTableTest {
    @TempDir
    private Path dir;

    @Test
    void what_takes_a_second_is_slow_and_nothing_is_audited_unless_it_says_otherwise()
            throws IOException {
        assertThat(load("")).isEqualTo(new WatchSettings(
                Duration.ofSeconds(1), Duration.ofSeconds(1), false, Set.of()));
    }

    @Test
    void everything_can_be_set() throws IOException {
        assertThat(load("""
                [log]
                slow-request = "0s"
                slow-query = "20ms"
                slow-query-plan = true
                audit-tables = ["public.pages", "billing.*"]
                """)).isEqualTo(new WatchSettings(Duration.ZERO, Duration.ofMillis(20), true,
                Set.of(new TableName("public", "pages"), new TableName("billing", "*"))));
    }

    @Test
    void a_table_without_its_schema_is_refused() {
        assertThatThrownBy(() -> load("[log]\naudit-tables = [\"pages\"]"))
                .hasMessageContaining("log.audit-tables: wanted schema.table, found \"pages\"");
    }

    private WatchSettings load(String toml) throws IOException {
        Files.writeString(dir.resolve("loam.toml"), toml);
        return ConfigLoader.load(new Sources(dir, null, Map.of(), List.of()), Map.of())
                .config().server().path().watch();
    }
}
