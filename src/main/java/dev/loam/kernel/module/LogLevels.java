package dev.loam.kernel.module;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How much is logged of what, which can be changed for a while as the process runs.
public interface LogLevels {
    /// The levels in force: first those of the settings, then those that hold for a while.
    List<Held> held();

    /// Logs this much of `logger` from now on, and as before once the time is over. `level` is
    /// null to log as before at once.
    ///
    /// @throws IllegalArgumentException with a sentence for whoever asked
    void change(String logger, String level, Duration time);

    /// `until` is null for what the settings say.
    record Held(String logger, String level, Instant until) {
    }
}
