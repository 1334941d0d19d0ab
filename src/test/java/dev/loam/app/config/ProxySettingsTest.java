package dev.loam.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.app.config.ConfigLoader.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxySettingsTest {
    @TempDir
    private Path dir;

    @Test
    void nobody_is_believed_unless_it_says_so() {
        assertThat(load(Map.of()).path().proxies().exists()).isFalse();
        assertThat(load(Map.of("LOAM_SERVER_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8"))
                .path().proxies().exists()).isTrue();
    }

    @Test
    void what_is_no_address_or_no_field_is_refused() {
        assertThatThrownBy(() -> load(Map.of("LOAM_SERVER_TRUSTED_PROXIES", "10.0.0.1/8")))
                .isInstanceOf(ConfigRefused.class)
                .hasMessageContaining("LOAM_SERVER_TRUSTED_PROXIES")
                .hasMessageContaining("10.0.0.1/8");
        assertThatThrownBy(() -> load(Map.of("LOAM_SERVER_PROXY_FIELDS", "via")))
                .isInstanceOf(ConfigRefused.class)
                .hasMessageContaining("LOAM_SERVER_PROXY_FIELDS").hasMessageContaining("via");
    }

    private ServerConfig load(Map<String, String> environment) {
        return ConfigLoader.load(new Sources(dir, null, environment, List.of())).config().server();
    }
}
