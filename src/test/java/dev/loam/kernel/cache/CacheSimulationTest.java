package dev.loam.kernel.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.database.Served.How;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Many worlds, each from a seed: the cache is right in all of them, and each bug is found.
class CacheSimulationTest {
    private static final int STEPS = 300;

    @Test
    void no_answer_is_older_than_its_consistency_allows() {
        long first = Long.getLong("seed", 0);
        long hits = 0;
        for (long seed = first; seed < first + 150; seed++) {
            try {
                hits += new CacheWorld(seed, Rules.RIGHT).live(STEPS).served().get(How.HIT);
            } catch (AssertionError wrong) {
                throw new AssertionError("-Dseed=" + seed + ": " + wrong.getMessage(), wrong);
            }
        }
        assertThat(hits).as("answers from the cache").isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void every_bug_is_found(Bugs bug) {
        assertThat(found(bug)).as("%s is not found", bug).isTrue();
    }

    private static boolean found(Bugs bug) {
        for (long seed = 0; seed < 400; seed++) {
            try {
                new CacheWorld(seed, bug.rules).live(STEPS);
            } catch (AssertionError wrong) {
                return true;
            }
        }
        return false;
    }
}
