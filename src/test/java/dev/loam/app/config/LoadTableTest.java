package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigLoader.Sources;
import dev.loam.kernel.admission.AdmissionConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTableTest {
    @TempDir
    private Path dir;

    @Test
    void the_limits_come_from_the_pool() throws IOException {
        LoadSettings plain = load("");
        assertThat(plain.enabled()).isTrue();
        assertThat(plain.config(10)).isEqualTo(AdmissionConfig.ofPool(10));
        assertThat(plain.config(1).limitMin()).isOne();
        assertThat(load("[load]\nenabled = false").enabled()).isFalse();
    }

    @Test
    void everything_can_be_set() throws IOException {
        AdmissionConfig all = load("""
                [load]
                limit-min = 3
                limit-max = 7
                queue-max = 20
                wait-max = "2s"
                target = "10ms"
                service-roles = ["job", "service_role"]
                """).config(10);
        assertThat(all.limitMin()).isEqualTo(3);
        assertThat(all.limitFirst()).isEqualTo(7);
        assertThat(all.limitMax()).isEqualTo(7);
        assertThat(all.queueMax()).isEqualTo(20);
        assertThat(all.waitMax()).isEqualTo(Duration.ofSeconds(2));
        assertThat(all.target()).isEqualTo(Duration.ofMillis(10));
        assertThat(all.services()).containsExactlyInAnyOrder("job", "service_role");
    }

    @Test
    void a_limit_that_is_given_wins_over_one_that_is_not() throws IOException {
        assertThat(load("[load]\nlimit-max = 2").config(10).limitMin()).isEqualTo(2);
        assertThat(load("[load]\nlimit-min = 50").config(10).limitMax()).isEqualTo(50);
    }

    @Test
    void limits_in_the_wrong_order_are_refused() {
        assertThatThrownBy(() -> load("[load]\nlimit-min = 5\nlimit-max = 4"))
                .isInstanceOf(ConfigRefused.class).hasMessageContaining("load.limit-max");
    }

    private LoadSettings load(String text) throws IOException {
        Files.writeString(dir.resolve("loam.toml"), text);
        return ConfigLoader.load(new Sources(dir, null, Map.of(), List.of()))
                .config().server().path().load();
    }
}
