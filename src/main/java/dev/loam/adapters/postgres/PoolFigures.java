package dev.loam.adapters.postgres;

/// How a pool stands at one moment.
///
/// @param open connections that are open
/// @param used connections that requests have, or are opening
/// @param max connections that there may be
/// @param waiting requests that wait for one
public record PoolFigures(int open, int used, int max, int waiting) {
}
