package dev.loam.kernel.module;

/// How much a failure in PostgREST's form says: all that is known; what PostgREST itself says; or
/// code and message alone.
public enum Verbosity {
    FULL, ORIGINAL, MINIMAL
}
