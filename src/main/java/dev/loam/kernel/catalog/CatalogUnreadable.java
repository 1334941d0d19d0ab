package dev.loam.kernel.catalog;

import dev.loam.ports.database.Outcome;

/// Why a catalog could not be read: what the database answered to which query, or that the schema
/// changed between two queries (then `outcome` is null). Reading again may help in every case.
public final class CatalogUnreadable extends Exception {
    private final transient Outcome outcome;

    CatalogUnreadable(String query, Outcome outcome) {
        super(query + ": " + outcome.said());
        this.outcome = outcome;
    }

    CatalogUnreadable(String message) {
        super(message);
        this.outcome = null;
    }

    /// What the database answered, null when the answers did not fit together.
    public Outcome outcome() {
        return outcome;
    }
}
