package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.base.config.ByteSize;
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

class CacheTableTest {
    @TempDir
    private Path dir;

    @Test
    void answers_are_kept_unless_it_says_otherwise() throws IOException {
        CacheSettings plain = load("");
        assertThat(plain.enabled()).isTrue();
        assertThat(plain.policy()).isEqualTo(CachePolicy.W_TINY_LFU);
        assertThat(plain.config().sessionBound()).isEqualTo(Duration.ofSeconds(2));
        assertThat(load("[cache]\nenabled = false").enabled()).isFalse();
    }

    @Test
    void everything_can_be_set() throws IOException {
        CacheSettings all = load("""
                [cache]
                memory = "1GiB"
                answer-max = "64KiB"
                policy = "lru"
                bound = "500ms"
                probe = "50ms"
                await = "0s"
                off-tables = ["public.films", "other.my.table"]
                off-roles = ["anon"]
                record-trace = 1000
                """);
        assertThat(all.policy()).isEqualTo(CachePolicy.LRU);
        assertThat(all.config().weightMax()).isEqualTo(new ByteSize(1 << 30));
        assertThat(all.config().answerMax()).isEqualTo(new ByteSize(64 << 10));
        assertThat(all.config().sessionBound()).isEqualTo(Duration.ofMillis(500));
        assertThat(all.config().probeEvery()).isEqualTo(Duration.ofMillis(50));
        assertThat(all.config().writeWait()).isEqualTo(Duration.ZERO);
        assertThat(all.config().offTables()).isEqualTo(Set.of(
                new TableName("public", "films"), new TableName("other", "my.table")));
        assertThat(all.config().offRoles()).containsExactly("anon");
        assertThat(all.config().traceMax()).isEqualTo(1000);
    }

    @Test
    void what_makes_no_sense_is_refused_together() {
        assertThatThrownBy(() -> load("""
                [cache]
                bound = "0s"
                off-tables = ["films"]
                policy = "fifo"
                """)).hasMessageContaining("cache.bound: wanted more than 0s")
                .hasMessageContaining("cache.off-tables: wanted schema.table, found \"films\"")
                .hasMessageContaining("one of w-tiny-lfu, lru, lfu");
    }

    private CacheSettings load(String toml) throws IOException {
        Files.writeString(dir.resolve("loam.toml"), toml);
        return ConfigLoader.load(new Sources(dir, null, Map.of(), List.of()), Map.of())
                .config().cache();
    }
}
