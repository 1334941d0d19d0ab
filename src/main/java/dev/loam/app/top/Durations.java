package dev.loam.app.top;

import java.util.Map;
import java.util.TreeMap;

/// How often something took how long: a histogram of Prometheus's, whose buckets count all values
/// up to their bound.
final class Durations {
    private final TreeMap<Double, Double> upTo = new TreeMap<>();

    void add(double bound, double count) {
        upTo.merge(bound, count, Double::sum);
    }

    /// The time within which that part of them ended, in seconds; NaN where there were none.
    ///
    /// Between the bounds of a bucket its values are taken to lie evenly. Beyond the last bound
    /// nothing is known, so that this bound is the answer.
    double quantile(double part) {
        if (upTo.isEmpty() || upTo.lastEntry().getValue() <= 0) {
            return Double.NaN;
        }
        double rank = part * upTo.lastEntry().getValue();
        double bound = 0;
        double count = 0;
        for (Map.Entry<Double, Double> bucket : upTo.entrySet()) {
            if (bucket.getValue() >= rank) {
                double inside = bucket.getValue() - count;
                return Double.isInfinite(bucket.getKey()) || inside <= 0 ? bound
                        : bound + (bucket.getKey() - bound) * (rank - count) / inside;
            }
            bound = bucket.getKey();
            count = bucket.getValue();
        }
        return bound;
    }
}
