package dev.loam.spec.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/// A folder as a release archive has it: the launcher, and beside it a jar, which here names the
/// classes under test instead of holding them. Made once per JVM.
final class Installation {
    private static final Path HOME = make();

    private Installation() {
    }

    static Path launcher() {
        return HOME.resolve("loam");
    }

    private static Path make() {
        try {
            Path home = Files.createTempDirectory(
                    Path.of("target").toAbsolutePath(), "installation-");
            Files.copy(Path.of("loam"), home.resolve("loam"));
            home.resolve("loam").toFile().setExecutable(true);
            var manifest = new Manifest();
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            main.put(Attributes.Name.MAIN_CLASS, "dev.loam.app.Main");
            main.put(Attributes.Name.CLASS_PATH, classPath());
            try (OutputStream jar = Files.newOutputStream(home.resolve("loam.jar"))) {
                new JarOutputStream(jar, manifest).close();
            }
            return home;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// This JVM's, without the tests: their logging is not the product's.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes")
                        && !entry.endsWith("test-classes" + File.separator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }
}
