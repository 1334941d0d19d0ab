package dev.loam.adapters.postgres.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// How the embedded server of a folder runs.
///
/// `cacheDir` holds the unpacked programs, one folder for each release. `port` 0 means the port of
/// the last start when it is still free, else any free one. `settings` go into the server's
/// configuration after Loam's own, so they win over them. `crashesMax` is how often within a
/// minute a server that died is started again before it is left dead.
public record EmbeddedConfig(
        Path cacheDir,
        int port,
        Duration startTimeout,
        Duration stopTimeout,
        int crashesMax,
        Map<String, String> settings) {

    public EmbeddedConfig {
        Objects.requireNonNull(cacheDir);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        settings = Map.copyOf(settings);
    }

    /// Programs under the user's cache folder, any port, five minutes for crash recovery.
    public static EmbeddedConfig defaults() {
        return new EmbeddedConfig(userCache(), 0, Duration.ofMinutes(5), Duration.ofMinutes(1), 5,
                Map.of());
    }

    public EmbeddedConfig withPort(int fixed) {
        return new EmbeddedConfig(cacheDir, fixed, startTimeout, stopTimeout, crashesMax, settings);
    }

    public EmbeddedConfig withCacheDir(Path folder) {
        return new EmbeddedConfig(folder, port, startTimeout, stopTimeout, crashesMax, settings);
    }

    public EmbeddedConfig withSettings(Map<String, String> chosen) {
        return new EmbeddedConfig(cacheDir, port, startTimeout, stopTimeout, crashesMax, chosen);
    }

    private static Path userCache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg, "loam");
        }
        return Path.of(System.getProperty("user.home"), ".cache", "loam");
    }
}
