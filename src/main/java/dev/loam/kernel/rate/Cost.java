package dev.loam.kernel.rate;

import dev.loam.base.limit.Gcra;

/// What a request takes of an allowance.
public enum Cost {
    /// One unit, before it is answered.
    REQUEST("requests", 1),
    /// The time that its answer took, afterwards. While any is left a request may begin.
    TIME("milliseconds", 1_000);

    private final String unit;
    private final long parts;

    Cost(String unit, long parts) {
        this.unit = unit;
        this.parts = parts;
    }

    /// What is counted, as the field `RateLimit-Policy` says it.
    String unit() {
        return unit;
    }

    /// The parts that one of them is counted in: microseconds of time.
    long parts() {
        return parts;
    }

    /// So many of them as they are told.
    long told(long counted) {
        return counted / parts;
    }

    /// The whole allowance as it is told.
    long quota(Gcra rate) {
        return told(rate.units());
    }
}
