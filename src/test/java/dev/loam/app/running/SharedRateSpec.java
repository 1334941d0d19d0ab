package dev.loam.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RedisProcess;
import dev.loam.fixture.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Servers that count together, over a real PostgreSQL and a real Redis, and what they do while
/// that is away. Each has its own connections and memory, as processes have.
class SharedRateSpec {
    private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final String PATH = "/rest/v1/things";
    private static final String OTHER = "/rest/v1/others";
    private static TestDatabase database;
    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        database = AuthServer.database();
        database.execute("create table things (name text); create table others (name text);"
                + " grant select on things, others to anon");
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static AuthServer server(String store, String away) {
        var settings = new HashMap<>(Map.of("rate.store", store, "rate.store-wait-max", "60s",
                "rate.store-away", away, "rate.redis-url", redis.url(),
                "rate.rules.shared.limit", "6", "rate.rules.shared.per", "10h",
                "rate.rules.shared.routes", PATH));
        settings.putAll(Map.of("rate.rules.other.limit", "50", "rate.rules.other.per", "10h",
                "rate.rules.other.routes", OTHER));
        return AuthServer.start(database, settings);
    }

    private static String ready(AuthServer server) {
        return new RawHttp(server.serving().adminPort()).get("/ready").text();
    }

    private static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time that is over").isNegative();
            // What happens elsewhere tells nobody.
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static AuthServer.Reply get(AuthServer server, String path) {
        return server.send("GET", path, null);
    }

    /// The answers to as many requests of two servers, all at once.
    private static Queue<AuthServer.Reply> crowd(AuthServer one, AuthServer other)
            throws InterruptedException {
        var replies = new ConcurrentLinkedQueue<AuthServer.Reply>();
        var threads = IntStream.range(0, 12).mapToObj(i -> Thread.ofVirtual().start(() ->
                replies.add(get(i % 2 == 0 ? one : other, PATH)))).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        return replies;
    }

    private static void assertShared(AuthServer one, AuthServer other)
            throws InterruptedException {
        assertThat(crowd(one, other)).hasSize(12).extracting(AuthServer.Reply::status)
                .containsOnly(200, 429).filteredOn(status -> status == 200).hasSize(6);
        for (AuthServer server : List.of(one, other)) {
            AuthServer.Reply refused = get(server, PATH);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text("code")).isEqualTo("LOAM-RATE-001");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(5_000, 6_000);
            assertThat(refused.header("RateLimit")).startsWith("\"shared\";r=0;t=");
        }
    }

    @Test
    void servers_with_one_database_share_a_limit_exactly() throws InterruptedException {
        try (var one = server("postgres", "closed"); var other = server("postgres", "closed")) {
            assertShared(one, other);
        }
        assertThat(database.value("select relpersistence from pg_class"
                + " where oid = 'loam.rates'::regclass")).isEqualTo("u");
    }

    @Test
    void servers_with_one_redis_share_a_limit_and_without_it_do_as_they_are_told()
            throws InterruptedException {
        try (var closed = server("redis", "closed"); var open = server("redis", "open")) {
            assertShared(closed, open);
            assertThat(get(open, OTHER).header("RateLimit")).startsWith("\"other\";r=49;t=");
            redis.stop();
            // Whom it had refused before is refused from memory until the time has come.
            assertThat(get(open, PATH).status()).isEqualTo(429);
            for (int i = 0; i < 5; i++) {
                assertThat(get(open, OTHER).status()).isEqualTo(200);
                assertThat(get(open, OTHER).header("RateLimit")).isNull();
                AuthServer.Reply refused = get(closed, OTHER);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text("code")).isEqualTo("LOAM-RATE-002");
                assertThat(refused.header("Retry-After")).isEqualTo("1");
            }
            assertThat(ready(closed)).contains("the store of shared limits does not answer");
            redis.startAgain();
            until(() -> get(closed, OTHER).status() == 200);
            until(() -> get(open, OTHER).header("RateLimit") != null);
        }
    }
}
