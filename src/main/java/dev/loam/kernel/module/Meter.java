package dev.loam.kernel.module;

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
public record Meter(String name, Kind kind, String help, Supplier<List<Reading>> readings) {
    private static final String NAME = "[a-z][a-z0-9_]*";

    /// Whether it only grows while the process lives, or goes up and down.
    public enum Kind { COUNTER, GAUGE }

    /// A value, by what tells it from the others of the same meter.
    public record Reading(Map<String, String> labels, double value) {
        public Reading {
            labels = Map.copyOf(labels);
        }
    }

    public Meter {
        if (!name.matches(NAME) || kind == Kind.COUNTER != name.endsWith("_total")) {
            throw new IllegalArgumentException("no name of a " + kind + ": " + name);
        }
    }

    public static Meter counter(String name, String help, Supplier<? extends Number> value) {
        return new Meter(name, Kind.COUNTER, help, () -> single(value.get()));
    }

    /// One that has no reading while `value` gives null.
    public static Meter gauge(String name, String help, Supplier<? extends Number> value) {
        return new Meter(name, Kind.GAUGE, help, () -> single(value.get()));
    }

    private static List<Reading> single(Number value) {
        return value == null ? List.of() : List.of(new Reading(Map.of(), value.doubleValue()));
    }
}
