package dev.loam.modules.rest.ask;

/// How transactions end, and whether `Prefer: tx` may say otherwise.
public record Ending(boolean rollback, boolean overridable) {
    /// True when the transaction of a request with these preferences is rolled back.
    public boolean rollsBack(Preferences preferences) {
        if (overridable && preferences.tx() != null) {
            return preferences.tx() == Preferences.Tx.ROLLBACK;
        }
        return rollback;
    }
}
