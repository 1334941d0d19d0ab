package dev.loam.adapters.plugins;

import dev.loam.ports.stage.StageProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// The plugins in the jars of a folder, in the order of the jars' names.
///
/// Each jar has a class loader of its own, which sees the JDK and the published interface and
/// nothing else of ours: two plugins may bring different versions of a library, and none can lean
/// on what Loam happens to use. A jar that cannot be loaded is noted, and keeps no other from it.
/// What a plugin brings has to lie in its own jar.
public final class PluginFolder implements AutoCloseable {
    private final Map<String, StageProvider> stages = new LinkedHashMap<>();
    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private PluginFolder() {
    }

    /// A folder that is not there has no plugins.
    public static PluginFolder open(Path folder) {
        var plugins = new PluginFolder();
        for (Path jar : jars(folder)) {
            plugins.load(jar);
        }
        return plugins;
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private void load(Path jar) {
        var loader = new URLClassLoader(new URL[] {url(jar)}, new PublishedClasses());
        loaders.add(loader);
        try {
            int before = stages.size();
            for (StageProvider provider : ServiceLoader.load(StageProvider.class, loader)) {
                add(jar, provider);
            }
            if (stages.size() == before) {
                problems.add(jar.getFileName() + ": offers no stage that is new");
            }
        } catch (ServiceConfigurationError | LinkageError | RuntimeException wrong) {
            Throwable cause = wrong.getCause() == null ? wrong : wrong.getCause();
            problems.add(jar.getFileName() + ": " + wrong.getMessage()
                    + (cause == wrong ? "" : " (" + cause + ")"));
        }
    }

    private void add(Path jar, StageProvider provider) {
        String name = provider.name();
        if (name == null || name.isBlank()) {
            problems.add(jar.getFileName() + ": a stage of class "
                    + provider.getClass().getName() + " has no name");
        } else if (stages.putIfAbsent(name, provider) != null) {
            problems.add(jar.getFileName() + ": there is a stage " + name + " already");
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /// By the names that they give themselves.
    public Map<String, StageProvider> stages() {
        return Map.copyOf(stages);
    }

    /// What could not be loaded, a sentence each that begins with the jar's name.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        for (URLClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException wrong) {
                throw new UncheckedIOException(wrong);
            }
        }
    }

    /// The JDK, and of Loam the published package alone.
    private static final class PublishedClasses extends ClassLoader {
        private static final String PUBLISHED = StageProvider.class.getPackageName() + ".";

        PublishedClasses() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(PUBLISHED)) {
                return StageProvider.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
