package dev.loam.adapters.telemetry;

/// What became of spans so far: how many a collector took, how many found no room, how many it did
/// not take, and how many wait or are on their way now.
public record OtlpFigures(long sent, long dropped, long refused, int waiting) {
}
