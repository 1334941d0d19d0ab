package dev.loam.modules.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.config.Secret;
import dev.loam.ports.time.Chance;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class AesSealerTest {
    private static final Chance CHANCE = new SecureRandom()::nextBytes;

    private final AesSealer sealer = sealer("a secret of the project's");

    @Test
    void what_is_sealed_is_opened_for_its_owner_alone() {
        var sealed = sealer.seal("JBSWY3DP", "one");
        assertThat(sealed).startsWith("sealed:1:").doesNotContain("JBSWY3DP")
                .isNotEqualTo(sealer.seal("JBSWY3DP", "one"));
        assertThat(sealer.open(sealed, "one")).isEqualTo("JBSWY3DP");
        assertThatThrownBy(() -> sealer.open(sealed, "two"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sealer("another secret").open(sealed, "one"))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("project secret");
    }

    @Test
    void what_was_never_sealed_is_taken_as_it_is() {
        assertThat(sealer.open("JBSWY3DP", "one")).isEqualTo("JBSWY3DP");
        assertThat(Sealer.NONE.open(Sealer.NONE.seal("x", "one"), "two")).isEqualTo("x");
    }

    private static AesSealer sealer(String secret) {
        return new AesSealer(new Secret(secret), CHANCE);
    }
}
