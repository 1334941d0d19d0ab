package dev.loam.kernel.changes;

import dev.loam.base.config.ByteSize;
import java.time.Duration;

/// How much of the newest commits is kept for listeners that were away: until the first of these
/// bounds is reached. `commits` counts the parts of large transactions.
public record HubConfig(ByteSize bytes, Duration age, int commits) {
    public static final HubConfig DEFAULTS =
            new HubConfig(ByteSize.parse("32MB"), Duration.ofMinutes(5), 100_000);

    public HubConfig {
        if (bytes.bytes() < 0 || age.isNegative() || commits < 0) {
            throw new IllegalArgumentException("less than nothing cannot be kept");
        }
    }
}
