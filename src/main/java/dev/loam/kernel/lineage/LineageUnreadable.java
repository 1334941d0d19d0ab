package dev.loam.kernel.lineage;

import dev.loam.ports.database.Outcome;
import java.io.IOException;

/// Why a lineage could not be read: what the database answered to which query. Reading again may
/// help in every case.
public final class LineageUnreadable extends IOException {
    private final transient Outcome outcome;

    LineageUnreadable(String query, Outcome outcome) {
        super(query + ": " + outcome.said());
        this.outcome = outcome;
    }

    /// What the database answered.
    public Outcome outcome() {
        return outcome;
    }
}
