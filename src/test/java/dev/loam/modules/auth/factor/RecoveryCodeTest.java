package dev.loam.modules.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecoveryCodeTest {
    private static final UUID USER = new UUID(1, 2);

    @Test
    void ten_codes_of_ten_clear_characters() {
        var codes = RecoveryCode.random(new SecureRandom()::nextBytes);
        assertThat(codes).hasSize(10).doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[2-9a-km-z]{10}") && !code.contains("o"));
    }

    @Test
    void what_people_add_does_not_count() {
        assertThat(RecoveryCode.hash(USER, "ABCDE-23456 "))
                .isEqualTo(RecoveryCode.hash(USER, "abcde23456")).hasSize(64)
                .isNotEqualTo(RecoveryCode.hash(USER, "abcde23457"))
                .isNotEqualTo(RecoveryCode.hash(new UUID(1, 3), "abcde23456"));
    }
}
