package dev.loam.kernel.module;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A figure that a process shows of itself. It is read whenever somebody asks, and must answer at
/// once, from what is already known.
///
/// Source: Prometheus documentation, "Metric and label naming".
///
/// @param name in small letters, digits and underscores, its unit at the end; of a counter `_total`
/// @param help a sentence that says what is counted
/// @param labels what tells its readings from each other; all of them have these and no others
public record Meter(String name, Kind kind, String help, List<String> labels,
        Supplier<List<Reading>> readings) {
    private static final String NAME = "[a-z][a-z0-9_]*";
    private static final String TOTAL = "_total";

    /// Whether it only grows while the process lives, goes up and down, or tells how often values
    /// of which size came.
    public enum Kind { COUNTER, GAUGE, HISTOGRAM }

    /// A value, by what tells it from the others of the same meter; of a histogram its
    /// distribution, which is null for the others.
    public record Reading(Map<String, String> labels, double value, Distribution distribution) {
        public Reading {
            labels = Map.copyOf(labels);
        }

        public Reading(Map<String, String> labels, double value) {
            this(labels, value, null);
        }

        public Reading(Map<String, String> labels, Distribution distribution) {
            this(labels, distribution.sum(), distribution);
        }
    }

    /// How often values came, by their size.
    ///
    /// `bounds` are the upper bounds of the buckets, each included in its own, in rising order;
    /// `counts` and `exemplars`, some of which are null, have one more for what is larger.
    public record Distribution(
            List<Double> bounds, List<Long> counts, double sum, List<Exemplar> exemplars) {
        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    /// One of the values of a bucket, with the trace in which it came.
    public record Exemplar(String traceId, double value, Instant at) {
    }

    /// What its values are counted in: as the name says, else things.
    public enum Unit { SECONDS, BYTES, RATIO, NONE }

    public Meter {
        if (!name.matches(NAME) || kind == Kind.COUNTER != name.endsWith(TOTAL)) {
            throw new IllegalArgumentException("no name of a " + kind + ": " + name);
        }
        labels = List.copyOf(labels);
    }

    /// One without labels.
    public Meter(String name, Kind kind, String help, Supplier<List<Reading>> readings) {
        this(name, kind, help, List.of(), readings);
    }

    public Unit unit() {
        String family = family();
        return family.endsWith("_seconds") ? Unit.SECONDS
                : family.endsWith("_bytes") ? Unit.BYTES
                : family.endsWith("_ratio") ? Unit.RATIO : Unit.NONE;
    }

    /// The name without the end that tells a counter.
    public String family() {
        return kind == Kind.COUNTER ? name.substring(0, name.length() - TOTAL.length()) : name;
    }

    public static Meter counter(String name, String help, Supplier<? extends Number> value) {
        return new Meter(name, Kind.COUNTER, help, () -> single(value.get()));
    }

    /// One that has no reading while `value` gives null.
    public static Meter gauge(String name, String help, Supplier<? extends Number> value) {
        return new Meter(name, Kind.GAUGE, help, () -> single(value.get()));
    }

    /// One of a single distribution.
    public static Meter histogram(String name, String help, Supplier<Distribution> values) {
        return new Meter(name, Kind.HISTOGRAM, help,
                () -> List.of(new Reading(Map.of(), values.get())));
    }

    private static List<Reading> single(Number value) {
        return value == null ? List.of() : List.of(new Reading(Map.of(), value.doubleValue()));
    }
}
