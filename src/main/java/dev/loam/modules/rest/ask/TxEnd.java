package dev.loam.modules.rest.ask;

/// How transactions end, and whether `Prefer: tx` may say otherwise.
public enum TxEnd {
    COMMIT, COMMIT_ALLOW_OVERRIDE, ROLLBACK, ROLLBACK_ALLOW_OVERRIDE;

    public boolean overridable() {
        return this == COMMIT_ALLOW_OVERRIDE || this == ROLLBACK_ALLOW_OVERRIDE;
    }

    /// True when the transaction of a request with these preferences is rolled back.
    public boolean rollsBack(Preferences preferences) {
        if (overridable() && preferences.tx() != null) {
            return preferences.tx() == Preferences.Tx.ROLLBACK;
        }
        return this == ROLLBACK || this == ROLLBACK_ALLOW_OVERRIDE;
    }
}
