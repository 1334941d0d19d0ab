package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.app.config.RealtimeTable.Deletion;
import dev.loam.base.config.ByteSize;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.config.RealtimeConfig.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RealtimeTableTest {
    @TempDir
    private Path dir;

    /// A setting, how it is written, and what comes out.
    private record Case(Setting<?> setting, String text, Object wanted) {
        @Override
        public String toString() {
            return setting.key();
        }
    }

    static Stream<Case> every_setting() {
        return Stream.of(new Case(RealtimeTable.ENABLED, "false", false),
                new Case(RealtimeTable.PRIVATE_ONLY, "true", true),
                new Case(RealtimeTable.DELETE_WITHOUT_OLD_ROW, "key-to-everyone",
                        Deletion.KEY_TO_EVERYONE),
                new Case(RealtimeTable.SILENCE_MAX, "30s", Duration.ofSeconds(30)),
                new Case(RealtimeTable.QUEUE_MAX, "1MiB", new ByteSize(1 << 20)),
                new Case(RealtimeTable.RETENTION_BYTES, "2MiB", new ByteSize(2 << 20)),
                new Case(RealtimeTable.RETENTION_TIME, "0s", Duration.ZERO),
                new Case(RealtimeTable.CLIENTS_MAX, "7", 7),
                new Case(RealtimeTable.CHANNELS_MAX, "8", 8),
                new Case(RealtimeTable.JOINS_MAX, "9", 9),
                new Case(RealtimeTable.EVENTS_MAX, "10", 10),
                new Case(RealtimeTable.API_EVENTS_MAX, "11", 11),
                new Case(RealtimeTable.BROADCAST_MAX, "12KiB", new ByteSize(12 << 10)),
                new Case(RealtimeTable.PRESENCE_MAX, "13KiB", new ByteSize(13 << 10)),
                new Case(RealtimeTable.PRESENCE_CALLS_MAX, "14", 14),
                new Case(RealtimeTable.PRESENCE_CALLS_TIME, "15s", Duration.ofSeconds(15)));
    }

    @ParameterizedTest
    @MethodSource("every_setting")
    void every_key_is_read(Case one) {
        var loaded = load(Map.of(one.setting.variable(), one.text));
        assertThat(loaded.values().get(one.setting)).isEqualTo(one.wanted);
    }

    @Test
    void no_setting_is_left_out() {
        assertThat(every_setting().<Setting<?>>map(Case::setting))
                .containsExactlyElementsOf(RealtimeTable.TABLE.settings());
    }

    @Test
    void the_defaults_are_those_of_the_module() {
        var settings = load(Map.of()).config().realtime();
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.config()).isEqualTo(RealtimeConfig.DEFAULT);
        assertThat(settings.config().limits()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void times_that_allow_nothing_are_refused() {
        assertThatThrownBy(() -> load(Map.of("LOAM_REALTIME_SILENCE_MAX", "0s")))
                .isInstanceOf(ConfigRefused.class)
                .hasMessageContaining("LOAM_REALTIME_SILENCE_MAX: wanted more than 0s");
    }

    @Test
    void a_supabase_project_may_switch_it_off() throws IOException {
        Files.createDirectories(dir.resolve("supabase"));
        Files.writeString(dir.resolve("supabase/config.toml"),
                "[realtime]\nenabled = false\nip_version = \"IPv6\"\n");
        var loaded = load(Map.of());
        assertThat(loaded.config().realtime().enabled()).isFalse();
        assertThat(loaded.notices().toString()).contains("realtime.ip_version");
    }

    private ConfigLoader.Loaded load(Map<String, String> environment) {
        return ConfigLoader.load(new Sources(dir, null, environment, List.of()));
    }
}
