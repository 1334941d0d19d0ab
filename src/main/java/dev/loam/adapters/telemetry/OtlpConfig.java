package dev.loam.adapters.telemetry;

import dev.loam.base.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Where spans are sent and as whose.
///
/// `headers` go along with each batch. At most `spansMax` wait or are on their way; a batch has
/// about `batchMax` and is sent after `delay` at the latest. `timeout` is for a batch with all its
/// repetitions, `stopMax` for what is left at the end.
public record OtlpConfig(
        URI endpoint, Map<String, Secret> headers, String service, String version, int spansMax,
        int batchMax, Duration delay, Duration timeout, Duration stopMax) {
    public static final int SPANS_MAX = 8_192;
    private static final int BATCH_MAX = 512;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    public OtlpConfig {
        headers = Map.copyOf(headers);
    }

    /// With the usual batches.
    public OtlpConfig(URI endpoint, Map<String, Secret> headers, String service, String version,
            int spansMax, Duration timeout) {
        this(endpoint, headers, service, version, spansMax, Math.min(BATCH_MAX, spansMax), DELAY,
                timeout, STOP_MAX);
    }
}
