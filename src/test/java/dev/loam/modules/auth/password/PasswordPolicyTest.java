package dev.loam.modules.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.config.PasswordConfig;
import dev.loam.modules.auth.failure.AuthFailure.WeakPassword;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordPolicyTest {
    private static final PasswordPolicy SIX =
            new PasswordPolicy(PasswordConfig.DEFAULT, _ -> true);

    private static PasswordPolicy of(
            int lengthMin, List<String> required, boolean breachedRefused) {
        return new PasswordPolicy(
                new PasswordConfig(lengthMin, required, breachedRefused, null, false, false,
                        PasswordConfig.Hashing.DEFAULT),
                "breached1"::equals);
    }

    @Test
    void the_length_counts_characters_as_people_do() {
        assertThatCode(() -> SIX.check("123456")).doesNotThrowAnyException();
        assertThatCode(() -> SIX.check("🔑🔑🔑🔑🔑🔑")).doesNotThrowAnyException();
        assertThat(SIX.weakness("🔑🔑🔑")).isEqualTo(new WeakPassword(
                "Password should be at least 6 characters.", List.of("length")));
    }

    @Test
    void a_weak_password_is_refused_with_its_reasons() {
        var refusal = catchThrowableOfType(Refusal.class, () -> SIX.check("short"));
        assertThat(refusal.failure().status()).isEqualTo(422);
        assertThat(refusal.failure().code()).isEqualTo("weak_password");
        assertThat(refusal.failure().members())
                .containsEntry("weak_password", "{\"reasons\":[\"length\"]}");
    }

    @Test
    void one_character_of_each_set_is_required() {
        var policy = of(6, List.of("abc", "ABC", "123"), false);
        assertThat(policy.weakness("xxaB1x")).isNull();
        assertThat(policy.weakness("xxab1x")).isEqualTo(new WeakPassword(
                "Password should contain at least one character of each: abc, ABC, 123.",
                List.of("characters")));
        assertThat(policy.weakness("").reasons()).containsExactly("length", "characters");
    }

    @Test
    void a_breached_password_is_weak_where_the_settings_say_so() {
        assertThat(of(6, List.of(), true).weakness("breached1").reasons())
                .containsExactly("pwned");
        assertThat(of(6, List.of(), true).weakness("unknown1")).isNull();
        assertThat(of(6, List.of(), false).weakness("breached1")).isNull();
    }

    @Test
    void a_password_of_more_than_72_bytes_is_refused() {
        assertThatCode(() -> SIX.check("a".repeat(72))).doesNotThrowAnyException();
        for (var tooLong : List.of("a".repeat(73), "é".repeat(37))) {
            var refusal = catchThrowableOfType(Refusal.class, () -> SIX.check(tooLong));
            assertThat(refusal.failure().status()).isEqualTo(400);
            assertThat(refusal.failure().code()).isEqualTo("validation_failed");
            assertThat(refusal.failure().message())
                    .isEqualTo("Password cannot be longer than 72 characters");
        }
    }
}
