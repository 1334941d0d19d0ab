package dev.loam.modules.realtime.rows;

import dev.loam.kernel.rate.Rate;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to the log what clients are not told of failures. Clients can cause them, so that only
/// some are written, and of each only its beginning.
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final int PER_MINUTE_MAX = 20;
    private static final int CHARS_MAX = 500;

    private final Rate rate;

    Complaints(Clock clock) {
        this.rate = new Rate(PER_MINUTE_MAX, Duration.ofMinutes(1), clock);
    }

    /// `code` is a SQLSTATE, or the kind of another failure.
    void note(String code, String text) {
        if (rate.allows(1)) {
            LOG.warn("A question about changed rows failed ({}): {}", code, plain(text));
        }
    }

    /// A defect, with where it came from.
    void note(RuntimeException defect) {
        if (rate.allows(1)) {
            LOG.error("Changed rows could not be told", defect);
        }
    }

    /// One line of bounded length, whatever a policy raises.
    private static String plain(String text) {
        var start = text == null ? "" : text.substring(0, Math.min(text.length(), CHARS_MAX));
        return start.replaceAll("\\p{Cntrl}", " ");
    }
}
