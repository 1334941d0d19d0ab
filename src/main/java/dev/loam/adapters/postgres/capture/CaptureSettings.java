package dev.loam.adapters.postgres.capture;

import java.time.Duration;

/// How the table of changes is read. `every` is how often it is looked at; rows go after `keep`,
/// which is also how long this may be away without a gap; a transaction is handed on in parts of
/// at most `partChanges` changes.
public record CaptureSettings(Duration every, Duration keep, int partChanges) {
    public static final CaptureSettings DEFAULTS =
            new CaptureSettings(Duration.ofMillis(100), Duration.ofMinutes(30), 1_000);

    public CaptureSettings {
        if (every.toMillis() < 1 || keep.compareTo(every) <= 0 || partChanges < 1) {
            throw new IllegalArgumentException("settings of the table of changes: " + every
                    + ", " + keep + ", " + partChanges);
        }
    }
}
