package dev.loam.bench.peer;

import dev.loam.bench.ConstantServer;
import dev.loam.bench.Programs;
import dev.loam.bench.Site;
import dev.loam.bench.work.Dialect;
import dev.loam.bench.work.Ground;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A limit: Loam's own HTTP server with an answer that is always the same, or, bare, with one that
/// pgjdbc fetches: nobody who is written in Java and answers from a database starts much faster.
final class ConstantPeer implements Peer {
    private static final Duration TRAINING_MAX = Duration.ofMinutes(1);

    private final boolean bare;

    private ConstantPeer(boolean bare) {
        this.bare = bare;
    }

    static ConstantPeer constant() {
        return new ConstantPeer(false);
    }

    static ConstantPeer bare() {
        return new ConstantPeer(true);
    }

    @Override
    public String name() {
        return bare ? "bare" : "constant";
    }

    @Override
    public String described() {
        return bare ? "Loam's HTTP server and one pgjdbc connection, from a cache of classes as"
                + " Loam: for the time of a start"
                : "Loam's HTTP server, answering with the bytes of Loam's answer: no database";
    }

    @Override
    public Dialect dialect() {
        return bare ? Dialect.BARE : Dialect.CONSTANT;
    }

    @Override
    public void install(Site site) {
        // It is part of this harness.
    }

    @Override
    public Start prepare(Site site, Ground ground)
            throws IOException, InterruptedException, SQLException {
        int port = Site.freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseCompactObjectHeaders", "-XX:+UseParallelGC",
                "-cp", System.getProperty("java.class.path"), ConstantServer.class.getName(),
                Integer.toString(port)));
        if (bare) {
            command.add(site.jdbcUrl(ground));
            command.add(1, "-XX:AOTCache=" + cache(site, command));
        }
        return new Start(command, Map.of(), site.work(), site.work().resolve(name() + ".log"),
                port);
    }

    /// What `./loam` does for Loam at its first start.
    private static Path cache(Site site, List<String> command)
            throws IOException, InterruptedException {
        Path cache = site.work().resolve("bare.aot");
        if (!Files.exists(cache)) {
            List<String> training = new ArrayList<>(command);
            training.add(1, "-XX:AOTCacheOutput=" + cache);
            training.add("once");
            Programs.output(TRAINING_MAX, site.work(), Map.of(), training);
        }
        return cache;
    }
}
