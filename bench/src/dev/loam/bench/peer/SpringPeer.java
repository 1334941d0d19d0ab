package dev.loam.bench.peer;

import dev.loam.bench.Programs;
import dev.loam.bench.Site;
import dev.loam.bench.work.Dialect;
import dev.loam.bench.work.Ground;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Spring Boot on virtual threads: endpoints by hand over JdbcClient, or Spring Data REST.
final class SpringPeer implements Peer {
    private final boolean byHand;

    private SpringPeer(boolean byHand) {
        this.byHand = byHand;
    }

    static SpringPeer jdbcClient() {
        return new SpringPeer(true);
    }

    static SpringPeer dataRest() {
        return new SpringPeer(false);
    }

    @Override
    public String name() {
        return byHand ? "spring-jdbc" : "spring-data-rest";
    }

    @Override
    public String described() {
        return "Spring Boot 4.0.7, " + (byHand ? "endpoints written by hand over JdbcClient"
                : "Spring Data REST over JPA") + ", virtual threads, HikariCP of " + Site.POOL
                + ", -XX:+UseCompactObjectHeaders, -XX:+UseParallelGC, -Xmx512m; reads without"
                + " a token as the owner of the tables, so without row-level security";
    }

    @Override
    public Dialect dialect() {
        return byHand ? Dialect.JDBC : Dialect.DATA_REST;
    }

    @Override
    public void install(Site site) throws IOException, InterruptedException {
        Path sources = site.home().resolve("bench/peers/spring");
        if (Files.exists(jar(site)) && !newer(sources, jar(site))) {
            return;
        }
        System.err.println("Building the Spring Boot peers …");
        Programs.output(Duration.ofMinutes(20), sources,
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                List.of("mvn", "-q", "-B", "package"));
        Files.createDirectories(jar(site).getParent());
        Files.copy(sources.resolve("target/spring-peers.jar"), jar(site),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public Start prepare(Site site, Ground ground) throws SQLException {
        int port = Site.freePort();
        site.ownerUrl(ground);
        return new Start(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseCompactObjectHeaders", "-XX:+UseParallelGC", "-Xmx512m",
                "-jar", jar(site).toString()),
                Map.of("SPRING_PROFILES_ACTIVE", byHand ? "jdbc" : "data-rest",
                        "SERVER_PORT", Integer.toString(port),
                        "BENCH_URL", "jdbc:postgresql://127.0.0.1:" + site.postgresPort() + "/"
                                + ground.database(),
                        "BENCH_USER", site.owner(), "BENCH_PASSWORD", site.ownerPassword(),
                        "BENCH_POOL", Integer.toString(Site.POOL),
                        "BENCH_SECRET", site.secret()),
                site.work(), site.work().resolve(name() + ".log"), port);
    }

    /// Data REST: the list in `_embedded`, and no links.
    @Override
    public JsonNode rows(JsonNode answer) {
        if (byHand) {
            return answer;
        }
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        JsonNode embedded = answer.path("_embedded").path("track");
        if (embedded.isArray()) {
            embedded.forEach(row -> rows.add(((ObjectNode) row)
                    .without("_links")));
        } else {
            rows.add(((ObjectNode) answer).without("_links"));
        }
        return rows;
    }

    private static Path jar(Site site) {
        return site.peers().resolve("spring/spring-peers.jar");
    }

    private static boolean newer(Path folder, Path than) throws IOException {
        var moment = Files.getLastModifiedTime(than);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(one -> !one.startsWith(folder.resolve("target")))
                    .toList()) {
                if (Files.getLastModifiedTime(file).compareTo(moment) > 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
