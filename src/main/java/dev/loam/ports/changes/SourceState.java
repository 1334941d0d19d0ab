package dev.loam.ports.changes;

/// How a source fares. `trouble` is null while it reads; else why it does not, in words for whoever
/// runs the server.
public record SourceState(boolean reading, String trouble) {
}
