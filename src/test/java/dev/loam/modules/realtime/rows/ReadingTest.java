package dev.loam.modules.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.lineage.CallerParts;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static String key(Set<String> claims, String json) {
        return new Reading(new CallerParts(false, claims, Set.of()), null, true, Set.of())
                .callerKey(new Caller("web", json, false));
    }

    @Test
    void callers_share_a_key_where_the_claims_that_count_are_written_alike() {
        assertThat(key(Set.of("org"), "{\"org\":1,\"sub\":\"a\"}"))
                .isEqualTo(key(Set.of("org"), "{\"sub\":\"b\",\"org\":1}"))
                .isNotEqualTo(key(Set.of("org"), "{\"org\":2,\"sub\":\"a\"}"));
        assertThat(key(Set.of(), "{\"sub\":\"a\"}")).isEqualTo(key(Set.of(), "{\"sub\":\"b\"}"));
    }

    /// SQL may tell numbers apart that are equal, and long ones that a double cannot hold.
    @Test
    void what_is_written_differently_may_count_differently() {
        assertThat(key(Set.of("n"), "{\"n\":1.0}")).isNotEqualTo(key(Set.of("n"), "{\"n\":1.00}"));
        assertThat(key(Set.of("n"), "{\"n\":0.12345678901234567891}"))
                .isNotEqualTo(key(Set.of("n"), "{\"n\":0.12345678901234567892}"));
    }
}
