package dev.loam.spec.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A folder as a release archive has it: the launcher, and beside it a jar, which here names the
/// classes under test instead of holding them. Made once per JVM. For those who need a jar with the
/// classes in it there is [#packed].
final class Installation {
    private static final Path HOME = make();

    private Installation() {
    }

    static Path launcher() {
        return HOME.resolve("loam");
    }

    /// The launcher of another installation, in this folder, whose jar holds the classes and has
    /// its libraries in `lib`, as that of a release does.
    static Path packed(Path home) {
        Path classes = Path.of("target/classes");
        try (Stream<Path> files = Files.walk(classes);
                var jar = install(home, String.join(" ", libraries(home)))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
            }
            return home.resolve("loam");
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static List<String> libraries(Path home) throws IOException {
        Files.createDirectory(home.resolve("lib"));
        List<String> names = new ArrayList<>();
        for (Path entry : entries().filter(Files::isRegularFile).toList()) {
            names.add("lib/" + entry.getFileName());
            Files.copy(entry, home.resolve(names.getLast()));
        }
        return names;
    }

    private static Path make() {
        try {
            Path home = Files.createTempDirectory(
                    Path.of("target").toAbsolutePath(), "installation-");
            install(home, entries().map(entry -> entry.toUri().toString())
                    .collect(Collectors.joining(" ")))
                    .close();
            return home;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// Answers the jar, which has a manifest and is open for more.
    private static JarOutputStream install(Path home, String classPath) throws IOException {
        Files.copy(Path.of("loam"), home.resolve("loam"));
        home.resolve("loam").toFile().setExecutable(true);
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "dev.loam.app.Main");
        main.put(Attributes.Name.CLASS_PATH, classPath);
        return new JarOutputStream(Files.newOutputStream(home.resolve("loam.jar")), manifest);
    }

    /// This JVM's class path, without the tests: their logging is not the product's.
    private static Stream<Path> entries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes")
                        && !entry.endsWith("test-classes" + File.separator))
                .map(Path::of);
    }
}
