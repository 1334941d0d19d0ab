package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RedisProcess;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two `loam up` with one Redis between them.
class SharedRateProcessesSpec {
    private static final int LIMIT = 7;
    private static final int REQUESTS = 20;

    @TempDir
    private Path dir;

    @Test
    void two_processes_allow_together_what_one_may() throws Exception {
        TestDatabase database = AuthServer.database();
        database.execute("create table things (id int); grant select on things to anon");
        try (var redis = RedisProcess.start();
                var one = start("one", database, redis);
                var other = start("other", database, redis)) {
            one.err("  Stop       .*");
            other.err("  Stop       .*");
            assertThat(crowd(one.http(), other.http())).hasSize(REQUESTS)
                    .containsOnly(200, 429).filteredOn(status -> status == 200).hasSize(LIMIT);
            assertThat(one.http().get("/rest/v1/things").header("RateLimit"))
                    .startsWith("\"things\";r=0;t=");
            assertThat(one.allErr()).as("what the JVM says of libraries")
                    .doesNotContain("WARNING", "Unsafe");
            assertThat(one.stop()).isZero();
            assertThat(other.stop()).isZero();
        }
    }

    private LoamProcess start(String name, TestDatabase database, RedisProcess redis)
            throws Exception {
        var environment = new HashMap<>(Map.of(
                "LOAM_DATABASE_URL", database.url(), "LOAM_JWT_SECRET", Tokens.SECRET,
                "LOAM_RATE_STORE", "redis", "LOAM_RATE_REDIS_URL", redis.url(),
                "LOAM_RATE_STORE_WAIT_MAX", "60s", "LOAM_RATE_STORE_AWAY", "closed",
                "LOAM_RATE_RULES_THINGS_LIMIT", String.valueOf(LIMIT),
                "LOAM_RATE_RULES_THINGS_PER", "10h",
                "LOAM_RATE_RULES_THINGS_ROUTES", "/rest/v1/things"));
        return LoamProcess.start(Files.createDirectory(dir.resolve(name)), environment,
                "up", "--port", "0", "--admin-port", "0");
    }

    /// The answers' status to requests of both, all at once.
    private static Queue<Integer> crowd(RawHttp one, RawHttp other) throws InterruptedException {
        var statuses = new ConcurrentLinkedQueue<Integer>();
        var threads = IntStream.range(0, REQUESTS).mapToObj(i -> Thread.ofVirtual().start(() ->
                statuses.add((i % 2 == 0 ? one : other).get("/rest/v1/things").status())))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        return statuses;
    }
}
