package dev.loam.ports.telemetry;

import java.util.Map;

/// Something that was done in the course of a trace, from its beginning to its end, in nanoseconds
/// since 1970.
///
/// `parent` is the span that caused it, 0 for none. `attributes` are named by the semantic
/// conventions of OpenTelemetry; their values are texts, `Long`s or truths. `failure` says in a few
/// words what went wrong, empty where that is said elsewhere, null when nothing did.
public record Span(
        TraceContext trace, long id, long parent, String name, Kind kind, long beginNanos,
        long endNanos, Map<String, Object> attributes, String failure) {
    /// Whether it answers somebody, asks somebody, or neither.
    public enum Kind { SERVER, CLIENT, INTERNAL }

    /// Whether its parent is another system's.
    public boolean entry() {
        return kind == Kind.SERVER;
    }
}
