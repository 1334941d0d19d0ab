package dev.loam.ports.changes;

/// How a source fares. `trouble` is null while all is well; else why it does not read, or what is
/// wrong although it reads, in words for whoever runs the server.
public record SourceState(boolean reading, String trouble) {
}
