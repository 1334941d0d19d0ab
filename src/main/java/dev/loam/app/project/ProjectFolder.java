package dev.loam.app.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of a project; Loam keeps its own things in `.loam/` inside it.
public record ProjectFolder(Path dir) {
    public ProjectFolder {
        dir = dir.toAbsolutePath().normalize();
    }

    /// Loam's own folder, which need not exist yet.
    public Path own() {
        return dir.resolve(".loam");
    }

    /// The data of the embedded PostgreSQL.
    public Path postgres() {
        return own().resolve("postgres");
    }

    public Path keyFile() {
        return own().resolve("keys.json");
    }

    public Path pidFile() {
        return own().resolve("loam.pid");
    }

    /// Where the accesses of the cache are recorded.
    public Path cacheTrace() {
        return own().resolve("cache-trace");
    }

    /// Makes `.loam/`, with a `.gitignore` by which git passes over all of it.
    public void prepare() {
        try {
            Files.createDirectories(own());
            Path ignore = own().resolve(".gitignore");
            if (!Files.exists(ignore)) {
                Files.writeString(ignore, "*\n");
            }
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
