package dev.loam.spec.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Folders of projects, and what `loam keys` says of them.
final class Projects {
    private Projects() {
    }

    /// A copy of the example, in `parent`.
    static Path chinook(Path parent) {
        Path from = Path.of("examples/chinook");
        Path to = parent.resolve("chinook");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.filter(path -> !path.startsWith(from.resolve(".loam"))).toList()) {
                Files.copy(one, to.resolve(from.relativize(one)));
            }
            return to;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// Writes a file of a project and its folders.
    static void write(Path project, String name, String text) {
        try {
            Path file = project.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// The keys as a shell reads them.
    static Map<String, String> keys(Path project) {
        LoamProcess.Ended ended = LoamProcess.run(project, "keys");
        if (ended.code() != 0) {
            throw new AssertionError(ended.err());
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (String line : ended.out().lines().toList()) {
            List<String> parts = List.of(line.split("=", 2));
            keys.put(parts.getFirst(), parts.getLast().replaceAll("^'|'$", ""));
        }
        return keys;
    }
}
