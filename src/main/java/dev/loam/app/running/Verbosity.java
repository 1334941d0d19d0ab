package dev.loam.app.running;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.loam.app.config.LogLevel;
import org.slf4j.LoggerFactory;

/// How much Loam says of itself: starts, recoveries and defects always, everything at `DEBUG`.
/// Requests have a log of their own, [AccessLog].
final class Verbosity {
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("dev.loam");
    private static final Level CONFIGURED = OURS.getLevel();

    private Verbosity() {
    }

    static void set(LogLevel level) {
        OURS.setLevel(level == LogLevel.DEBUG ? Level.DEBUG : CONFIGURED);
    }
}
