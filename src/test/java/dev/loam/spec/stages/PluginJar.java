package dev.loam.spec.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/// A plugin as its author makes one: compiled against the published interface, put into a jar.
final class PluginJar {
    private PluginJar() {
    }

    /// `provider` is the whole name of the class in `source` that the jar offers.
    static void make(Path jar, String provider, String source) throws IOException {
        Path work = Files.createTempDirectory("loam-plugin-");
        String file = provider.substring(provider.lastIndexOf('.') + 1) + ".java";
        Path written = Files.writeString(work.resolve(file), source);
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null,
                "-proc:none", "-cp", "target/classes", "-d", work.toString(), written.toString());
        if (code != 0) {
            throw new IllegalStateException("the plugin does not compile");
        }
        Files.createDirectories(jar.getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var classes = Files.walk(work)) {
            for (Path found : classes.filter(one -> one.toString().endsWith(".class")).toList()) {
                put(out, work.relativize(found).toString(), Files.readAllBytes(found));
            }
            put(out, "META-INF/services/dev.loam.ports.stage.StageProvider",
                    provider.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void put(JarOutputStream jar, String name, byte[] content)
            throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content, 0, content.length);
        jar.closeEntry();
    }
}
