package dev.loam.app.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Counts what became of requests. Any thread may call it.
///
/// Every request has a latency, whatever became of it: somebody waited for it. One that was due
/// before the counted time is left out.
final class Tally {
    private static final long LATENCY_NANOS_MAX = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    private final long countedFromNanos;
    private final Histogram latencies = new Histogram(LATENCY_NANOS_MAX, DIGITS);
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private long received;
    private long lastNanos;

    Tally(long countedFromNanos) {
        this.countedFromNanos = countedFromNanos;
        this.lastNanos = countedFromNanos;
    }

    synchronized void answered(int status, long dueNanos, long nowNanos) {
        if (counts(dueNanos, nowNanos)) {
            statuses.merge(status, 1L, Long::sum);
            lastNanos = nowNanos;
        }
    }

    synchronized void failed(String why, long dueNanos, long nowNanos) {
        if (counts(dueNanos, nowNanos)) {
            failures.merge(why, 1L, Long::sum);
        }
    }

    synchronized void received(int bytes, long nowNanos) {
        if (nowNanos - countedFromNanos >= 0) {
            received += bytes;
        }
    }

    synchronized LoadReport report(long untilNanos) {
        long end = Math.max(untilNanos, lastNanos);
        return LoadReport.of(latencies, Map.copyOf(statuses), Map.copyOf(failures), received,
                (end - countedFromNanos) / 1e9);
    }

    private boolean counts(long dueNanos, long nowNanos) {
        if (dueNanos - countedFromNanos < 0) {
            return false;
        }
        latencies.recordValue(Math.clamp(nowNanos - dueNanos, 0, LATENCY_NANOS_MAX));
        return true;
    }
}
