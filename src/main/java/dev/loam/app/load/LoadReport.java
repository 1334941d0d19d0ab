package dev.loam.app.load;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// What a run found. Latencies are in microseconds, from the moment a request was due.
///
/// `statuses` counts answers by status; `failures` counts by reason the requests that got none.
/// `seconds` is the time in which the answers came; past the planned one when the last were late.
public record LoadReport(
        double seconds, double requestsPerSecond, long answered, long failed,
        SortedMap<Integer, Long> statuses, SortedMap<String, Long> failures, long bytesReceived,
        Latency latencyMicros) {

    /// The latency that so many percent of the requests did not exceed.
    public record Latency(
            double p50, double p90, double p99, double p999, double max, double mean) {
        static Latency of(Histogram nanos) {
            return new Latency(micros(nanos.getValueAtPercentile(50)),
                    micros(nanos.getValueAtPercentile(90)), micros(nanos.getValueAtPercentile(99)),
                    micros(nanos.getValueAtPercentile(99.9)), micros(nanos.getMaxValue()),
                    micros(nanos.getMean()));
        }

        private static double micros(double nanos) {
            return Math.round(nanos / 100) / 10.0;
        }
    }

    static LoadReport of(Histogram latencies, Map<Integer, Long> statuses,
            Map<String, Long> failures, long bytes, double seconds) {
        long answered = sum(statuses);
        return new LoadReport(seconds, answered / seconds, answered, sum(failures),
                new TreeMap<>(statuses), new TreeMap<>(failures), bytes, Latency.of(latencies));
    }

    /// Answers of status 400 and above.
    public long refused() {
        return sum(statuses.tailMap(400));
    }

    /// Whether there was a single good answer.
    public boolean anyGood() {
        return answered > refused();
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
