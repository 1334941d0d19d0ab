package dev.loam.kernel.lineage;

import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import java.io.IOException;

/// Why a lineage could not be read: what the database answered to which query. Reading again may
/// help in every case.
public final class LineageUnreadable extends IOException {
    private final transient Outcome outcome;

    LineageUnreadable(String query, Outcome outcome) {
        super(query + ": " + said(outcome));
        this.outcome = outcome;
    }

    /// What the database answered.
    public Outcome outcome() {
        return outcome;
    }

    private static String said(Outcome outcome) {
        return switch (outcome) {
            case Outcome.SqlError error -> error.sqlState() + " " + error.message();
            case Outcome.Unavailable unavailable ->
                    unavailable.why() + " " + unavailable.message();
            case Rows rows -> rows.size() + " rows";
        };
    }
}
