package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.time.Chance;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ApiKeyTextTest {
    private final Random random = new Random(3);
    private final Chance chance = random::nextBytes;

    @Test
    void a_fresh_key_has_the_form_and_is_sound() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 200; i++) {
            var secret = ApiKeyText.fresh(false, chance);
            assertThat(secret).matches("sb_secret_[0-9A-Za-z]{22}_[0-9A-Za-z]{8}");
            assertThat(ApiKeyText.sound(secret)).isTrue();
            assertThat(seen.add(secret)).isTrue();
        }
        assertThat(ApiKeyText.fresh(true, chance)).startsWith("sb_publishable_");
    }

    @Test
    void one_letter_off_is_noticed_everywhere() {
        var key = ApiKeyText.fresh(false, chance);
        for (int i = 0; i < key.length(); i++) {
            char other = key.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(ApiKeyText.sound(key.substring(0, i) + other + key.substring(i + 1)))
                    .isFalse();
        }
        assertThat(ApiKeyText.sound(key + "a")).isFalse();
        assertThat(ApiKeyText.sound(key.substring(1))).isFalse();
        assertThat(ApiKeyText.sound("")).isFalse();
    }

    @Test
    void what_is_shown_has_little_of_the_chance() {
        var key = ApiKeyText.fresh(false, chance);

        assertThat(ApiKeyText.prefix(key)).isEqualTo(key.substring(0, "sb_secret_1234".length()));
        assertThat(ApiKeyText.hash(key)).matches("[0-9a-f]{64}");
    }
}
