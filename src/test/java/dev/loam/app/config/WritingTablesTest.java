package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.base.name.TableName;
import dev.loam.kernel.idempotency.IdempotencyConfig;
import dev.loam.kernel.idempotency.IdempotencyConfig.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `[idempotency]` and `[conditional]`.
class WritingTablesTest {
    @TempDir
    private Path dir;

    @Test
    void keys_and_conditions_are_heeded_unless_it_says_otherwise() throws IOException {
        PathSettings plain = load("");
        assertThat(plain.idempotency()).isEqualTo(
                new IdempotencySettings(true, IdempotencyConfig.DEFAULTS));
        assertThat(plain.conditional()).isEqualTo(new ConditionalSettings(true, Set.of()));
        PathSettings none = load("[idempotency]\nenabled = false\n[conditional]\nenabled = false");
        assertThat(none.idempotency().enabled()).isFalse();
        assertThat(none.conditional().enabled()).isFalse();
    }

    @Test
    void everything_can_be_set() throws IOException {
        PathSettings all = load("""
                [idempotency]
                lifetime = "2h"
                wait = "500ms"
                answer-max = "64KiB"
                required = ["POST /rest/v1/a/", "/rest/v1/rpc/b"]
                [conditional]
                required = ["public.pages"]
                """);
        assertThat(all.idempotency().config()).isEqualTo(new IdempotencyConfig(
                Duration.ofHours(2), Duration.ofMillis(500), 64 << 10, List.of(
                        new Place("POST", "/rest/v1/a"), new Place(null, "/rest/v1/rpc/b"))));
        assertThat(all.conditional().required())
                .containsExactly(new TableName("public", "pages"));
    }

    @Test
    void what_makes_no_sense_is_refused_together() {
        assertThatThrownBy(() -> load("""
                [idempotency]
                lifetime = "0s"
                required = ["GET /a", "b"]
                [conditional]
                required = ["pages"]
                """)).hasMessageContaining("idempotency.lifetime: wanted more than 0s")
                .hasMessageContaining("found \"GET /a\"").hasMessageContaining("found \"b\"")
                .hasMessageContaining(
                        "conditional.required: wanted schema.table, found \"pages\"");
    }

    private PathSettings load(String toml) throws IOException {
        Files.writeString(dir.resolve("loam.toml"), toml);
        return ConfigLoader.load(new Sources(dir, null, Map.of(), List.of()), Map.of())
                .config().server().path();
    }
}
