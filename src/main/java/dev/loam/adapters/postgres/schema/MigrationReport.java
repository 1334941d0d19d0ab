package dev.loam.adapters.postgres.schema;

import java.util.List;

/// What a run of the migrations did: the files applied by it, in order; whether the seed ran; what
/// the files mention and Loam lacks; and files that were left out for their names.
public record MigrationReport(
        List<String> applied, boolean seeded, List<Missing> missing, List<String> leftOut) {
    public MigrationReport {
        applied = List.copyOf(applied);
        missing = List.copyOf(missing);
        leftOut = List.copyOf(leftOut);
    }
}
