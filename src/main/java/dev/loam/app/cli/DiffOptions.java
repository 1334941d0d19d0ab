package dev.loam.app.cli;

/// Which two APIs to compare: as `role` may use them where Loam describes them itself, or, where
/// that is null, with everything in them. `strict` makes risky changes a failure too.
public record DiffOptions(
        ApiSource older, ApiSource newer, String role, boolean json, boolean strict) {
    /// What the arguments are called.
    public static final String OLD = "OLD";
    public static final String NEW = "NEW";
}
