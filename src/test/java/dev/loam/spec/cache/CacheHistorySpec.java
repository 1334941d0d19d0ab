package dev.loam.spec.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.check.CheckReport;
import dev.loam.app.check.ConsistencyCheck;
import dev.loam.app.check.DelayingSource;
import dev.loam.base.config.ByteSize;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.cache.Bugs;
import dev.loam.kernel.cache.CacheConfig;
import dev.loam.ports.database.Served.How;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// The proof: a history of readers and writers in which no answer is older than it may be, and the
/// same with each bug, which must be found.
///
/// `-Dseed=` begins with that seed, `-Dhistory.seconds=` sets how long the cache is tried.
class CacheHistorySpec {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("history.seconds", 60));
    private static final Duration BUG_TIME_MAX = Duration.ofSeconds(120);
    private static final CacheConfig CONFIG = new CacheConfig(
            true, new ByteSize(8 << 20), new ByteSize(1 << 20), Duration.ofMillis(500),
            Duration.ofMillis(20), Duration.ofMillis(20), 4096, Set.of(), Set.of(), 0);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static PostgresProcess process;

    @BeforeAll
    static void start() {
        process = PostgresProcess.start(PostgresPrograms.bundled(),
                "synchronous_standby_names = 'nobody'", "synchronous_commit = 'local'");
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    @Test
    void no_answer_is_older_than_its_consistency_allows() throws InterruptedException {
        System.out.println("history check with -Dseed=" + SEED);
        CheckReport report = report(Bugs.NONE, TIME);
        System.out.println(report);
        assertThat(report.violations()).as("-Dseed=" + SEED).isEmpty();
        assertThat(report.reads().get(How.HIT)).isGreaterThan(report.answers() / 20);
        assertThat(report.writes()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void every_bug_is_found(Bugs bug) throws InterruptedException {
        CheckReport report = report(bug, BUG_TIME_MAX);
        System.out.println(bug + ": " + report);
        assertThat(report.violations()).as(bug + ", -Dseed=" + SEED).isNotEmpty();
    }

    private static CheckReport report(Bugs bug, Duration time) throws InterruptedException {
        var test = new TestDatabase(process.port(), "postgres");
        try (var server = new CachedServer(test, ConsistencyCheck.script(), CONFIG, bug,
                source -> new DelayingSource(source, SEED))) {
            return new ConsistencyCheck(
                    server.cache, server.plain, CONFIG.sessionBound(), true, SEED).run(time);
        }
    }
}
