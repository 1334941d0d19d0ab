package dev.loam.spec.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Throws random requests at random schemas.
///
/// `-Dseed=N` throws the same again, `-Drandom.requests=N` throws more or fewer.
class RandomRequestsSpec {
    private static final long SEED = Long.getLong("seed", 20261122L);
    private static final int REQUESTS = Integer.getInteger("random.requests", 3000);
    private static final int REQUESTS_PER_SCHEMA = 500;
    private static final int FAILURES_MAX = Integer.getInteger("random.failures", 1);

    @Test
    void random_requests_at_random_schemas_break_no_promise() {
        List<String> failures = new ArrayList<>();
        int thrown = 0;
        for (long seed = SEED; thrown < REQUESTS && failures.size() < FAILURES_MAX; seed++) {
            int count = Math.min(REQUESTS_PER_SCHEMA, REQUESTS - thrown);
            try (Arena arena = Arena.open(new Dice(seed))) {
                new Thrower(arena, seed, failures, FAILURES_MAX).run(count);
            } catch (RuntimeException wrong) {
                throw new AssertionError("-Dseed=" + seed, wrong);
            }
            thrown += count;
        }
        assertThat(failures).isEmpty();
    }
}
