package dev.loam.spec.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.Suite;
import dev.loam.fixture.TestDatabase;
import dev.loam.spec.live.OpenLoad.Answers;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real server with a real database that can do so much and no more, and clients that ask for
/// four times as much without waiting for each other.
///
/// What limits is the wait in the database, some 10 ms on each of two connections, so that
/// generator and server have processor time to spare. All figures are ratios within one run. Among
/// all tests the bars are those of a busy machine; a long run holds the real ones.
@Tag(Suite.OVERLOAD)
final class OverloadSpec {
    private static final int CONNECTIONS = 2;
    private static final double WORK_MILLIS = 10;
    private static final Duration USUAL = Duration.ofSeconds(4);
    private static final Duration TIME = Suite.time(USUAL);
    private static final boolean STRICT = TIME.compareTo(USUAL) > 0;
    /// On a busy machine the last percent is that of the machine.
    private static final int TAIL = STRICT ? 99 : 95;
    private static final Duration DEADLINE = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration ALL = Duration.ZERO;
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final long MEGABYTE = 1 << 20;

    private static final TestDatabase DATABASE = PostgresFixture.freshDatabase();

    @TempDir
    private Path dir;

    @BeforeAll
    static void prepare() {
        LiveServer.prepare(DATABASE, """
                create function public.work() returns int stable language plpgsql as $$
                begin perform pg_sleep(%s); return 1; end $$;
                """.formatted(WORK_MILLIS / 1000));
    }

    private LiveServer server(Map<String, String> settings) {
        var all = new HashMap<>(Map.of("LOAM_DATABASE_POOL_SIZE", "" + CONNECTIONS,
                "LOAM_CACHE_ENABLED", "false", "LOAM_CHANGES_SOURCE", "off"));
        all.putAll(settings);
        return LiveServer.start(dir, DATABASE.url(), all);
    }

    @Test
    void fourTimesTheCapacityTakesNothingFromWhatIsDone() {
        long seed = Suite.seed();
        try (var server = server(Map.of());
                var load = new OpenLoad(server.port(), "/rest/v1/rpc/work", seed)) {
            double nominal = CONNECTIONS * 1000 / WORK_MILLIS;
            load.run(0.5 * nominal, SETTLED, PATIENCE);
            Answers calm = load.run(0.3 * nominal, third(), PATIENCE);
            Answers full = load.run(1.2 * nominal, third(), PATIENCE);
            double peak = full.goodPerSecond(DEADLINE, ALL);
            long before = memory();
            Answers over = load.run(4 * peak, TIME, PATIENCE);
            Answers after = load.run(0.3 * peak, Duration.ofMillis(2500), PATIENCE);
            long grown = memory() - before;
            double goodput = over.goodPerSecond(DEADLINE, SETTLED);
            double slower = over.millis(TAIL, SETTLED) / calm.millis(TAIL, ALL);
            Duration later = Duration.ofSeconds(2);
            double recovered = after.millis(50, later) / calm.millis(50, ALL);
            say("seed %d: calm p50 %.1f ms, p99 %.1f ms; peak %.0f/s; at 4 times %.0f/s (%.0f %%), "
                    + "accepted p99 %.1f ms (p%d %.1f times), %d refused, %d unanswered; 2 s later "
                    + "p50 %.1f times; heap %+d MiB; limit %.0f", seed, calm.millis(50, ALL),
                    calm.millis(99, ALL), peak, goodput, 100 * goodput / peak,
                    over.millis(99, SETTLED), TAIL, slower, over.refused(), over.unanswered(),
                    recovered, grown / MEGABYTE, server.figure("loam_load_limit"));
            assertThat(goodput).isGreaterThan((STRICT ? 0.9 : 0.75) * peak);
            assertThat(slower).isLessThan(STRICT ? 5 : 8);
            assertThat(recovered).isLessThan(2);
            assertThat(after.goodPerSecond(DEADLINE, later)).isGreaterThan(0.15 * peak);
            assertThat(grown).isLessThan(32 * MEGABYTE);
            assertThat(server.figure("loam_load_queued")).isZero();
            assertThat(server.figure("loam_load_in_flight")).isZero();
        }
    }

    @Test
    void withoutPlacesNearlyEveryAnswerComesTooLate() {
        long seed = Suite.seed();
        try (var server = server(Map.of("LOAM_LOAD_ENABLED", "false"));
                var load = new OpenLoad(server.port(), "/rest/v1/rpc/work", seed)) {
            double nominal = CONNECTIONS * 1000 / WORK_MILLIS;
            double peak = load.run(0.7 * nominal, SETTLED, PATIENCE)
                    .goodPerSecond(DEADLINE, ALL);
            Answers over = load.run(4 * peak, Duration.ofMillis(2500), Duration.ZERO);
            double goodput = over.goodPerSecond(DEADLINE, SETTLED);
            say("seed %d, without places: %.0f/s at 0.7 times; at 4 times %.0f/s", seed, peak,
                    goodput);
            assertThat(goodput).isLessThan(0.5 * peak);
        }
    }

    private static Duration third() {
        return TIME.dividedBy(3).plusMillis(500);
    }

    private static long memory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void say(String format, Object... values) {
        System.out.println("overload: " + String.format(Locale.ROOT, format, values));
    }
}
