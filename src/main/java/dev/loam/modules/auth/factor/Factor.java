package dev.loam.modules.auth.factor;

import dev.loam.modules.auth.store.Row;
import java.util.UUID;

/// A row of `auth.mfa_factors`.
public record Factor(Row row) {
    public UUID id() {
        return row.id("id");
    }

    public UUID userId() {
        return row.id("user_id");
    }

    public boolean verified() {
        return "verified".equals(row.text("status"));
    }

    /// Null or empty where it has none.
    public String name() {
        return row.text("friendly_name");
    }

    /// Digits alone; null for other kinds than a telephone.
    public String phone() {
        return row.text("phone");
    }

    FactorKind kind() {
        return FactorKind.of(row.text("factor_type"));
    }

    /// It may hold a secret.
    @Override
    public String toString() {
        return "Factor[" + id() + "]";
    }
}
