package dev.loam.kernel.rate;

import java.time.Duration;
import java.util.List;

/// The rules, and how they are counted.
///
/// @param keysMax how many keys of a rule are surely remembered
/// @param storeWaitMax how long a request waits for a store that processes share
public record RateConfig(
        List<RateRule> rules, int keysMax, Duration storeWaitMax, WhenAway whenAway) {
    public static final int KEYS_MAX = 100_000;
    public static final Duration STORE_WAIT_MAX = Duration.ofMillis(100);

    public RateConfig {
        rules = List.copyOf(rules);
    }

    /// Rules that this process counts by itself.
    public static RateConfig of(List<RateRule> rules) {
        return new RateConfig(rules, KEYS_MAX, STORE_WAIT_MAX, WhenAway.LOCAL);
    }
}
