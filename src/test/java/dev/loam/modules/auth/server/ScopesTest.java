package dev.loam.modules.auth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopesTest {
    private static final Scopes ALL = Scopes.offered(true);

    @Test
    void each_counts_once_in_its_order_and_none_means_email() {
        assertThat(ALL.asked("profile  openid profile")).isEqualTo("profile openid");
        assertThat(ALL.asked(" ")).isEqualTo("email");
        assertThat(ALL.asked(null)).isEqualTo("email");
    }

    @Test
    void what_is_not_offered_is_refused() {
        assertThatThrownBy(() -> ALL.asked("openid admin"))
                .isInstanceOfSatisfying(Refusal.class, refusal ->
                        assertThat(refusal.failure().code()).isEqualTo("invalid_scope"));
        assertThatThrownBy(() -> Scopes.offered(false).asked("openid"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void consent_covers_what_is_no_more_than_itself() {
        assertThat(Scopes.covers(Set.of("email", "openid"), "openid")).isTrue();
        assertThat(Scopes.covers(Set.of("email", "openid"), "openid phone")).isFalse();
        assertThat(Scopes.union("openid email", "email phone")).isEqualTo("email openid phone");
    }
}
