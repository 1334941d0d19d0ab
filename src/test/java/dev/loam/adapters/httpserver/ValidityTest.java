package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.httpserver.Validity.State;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidityTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
            "90, -1, EARLY", "90, 0, GOOD", "90, 75, GOOD", "90, 77, ENDING", "90, 89, ENDING",
            "90, 90, ENDED", "8, 5, GOOD", "8, 7, ENDING", "8, 8, ENDED"})
    void warnings_come_a_fortnight_before_the_end_or_in_the_last_quarter(
            int days, int after, State state) {
        var validity = new Validity(
                Path.of("a.pem"), BEGIN, BEGIN.plus(days, ChronoUnit.DAYS));
        Instant now = BEGIN.plus(after, ChronoUnit.DAYS);
        assertThat(validity.state(now)).isEqualTo(state);
        assertThat(validity.trouble(now) == null).isEqualTo(state == State.GOOD);
    }
}
