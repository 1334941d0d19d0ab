package dev.loam.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.loam.app.config.LogLevel;
import dev.loam.kernel.identity.HandClock;
import dev.loam.kernel.module.LogLevels.Held;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LevelsTest {
    private static final Duration TIME = Duration.ofMinutes(10);
    private static final String TRIED = "dev.loam.tried.Levels";

    private final HandClock clock = new HandClock();
    private final Levels levels = new Levels(clock);

    @AfterEach
    void close() {
        levels.close();
    }

    @Test
    void a_change_holds_for_its_time_and_not_longer() {
        levels.change(TRIED, "debug", TIME);
        assertThat(level()).isEqualTo(Level.DEBUG);
        assertThat(levels.held()).contains(
                new Held(TRIED, "debug", HandClock.NOON.plus(TIME)));

        clock.advance(TIME.minusMillis(1));
        assertThat(levels.endOthers()).isEqualTo(1_000_000);
        assertThat(level()).isEqualTo(Level.DEBUG);
        clock.advance(Duration.ofMillis(1));
        assertThat(levels.endOthers()).isEqualTo(Long.MAX_VALUE);

        assertThat(level()).isNull();
        assertThat(levels.held()).extracting(Held::logger).containsExactly("access", "dev.loam");
    }

    @Test
    void requests_have_levels_of_their_own() {
        levels.configure(LogLevel.WARN);
        levels.change("access", "info", TIME);
        levels.configure(LogLevel.ERROR);
        assertThat(levels.access()).as("settings wait").isEqualTo(LogLevel.INFO);
        levels.change("access", "off", TIME);
        assertThat(levels.access()).isEqualTo(LogLevel.CRIT);
        levels.change("access", null, TIME);
        assertThat(levels.access()).isEqualTo(LogLevel.ERROR);
    }

    @Test
    void all_is_as_before_once_closed() {
        levels.change(TRIED, "trace", TIME);
        levels.close();

        assertThat(level()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "org.postgresql, debug, 600, logger: wanted access",
        "dev.loamy,      debug, 600, logger: wanted access",
        ",               debug, 600, logger: wanted access",
        "dev.loam.x,     loud,  600, level: wanted one of trace",
        "dev.loam.x,     debug, 0,   for: wanted from 1s to 1d",
        "dev.loam.x,     debug, 86401, for: wanted from 1s to 1d"})
    void what_is_no_change_is_refused(String logger, String level, long seconds, String why) {
        assertThatThrownBy(() -> levels.change(logger, level, Duration.ofSeconds(seconds)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(why);
        assertThat(levels.held()).hasSize(2);
    }

    @Test
    void only_so_many_are_changed_at_once() {
        for (int i = 0; i < 50; i++) {
            levels.change("dev.loam.tried.L" + i, "debug", TIME);
        }
        assertThatThrownBy(() -> levels.change(TRIED, "debug", TIME))
                .hasMessageContaining("changed already");
        levels.change("dev.loam.tried.L1", "trace", TIME);
    }

    private static Level level() {
        return ((Logger) LoggerFactory.getLogger(TRIED)).getLevel();
    }
}
