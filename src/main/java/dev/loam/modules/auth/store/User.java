package dev.loam.modules.auth.store;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// A row of `auth.users`.
public record User(Row row) {
    static User of(Row row) {
        return row == null ? null : new User(row);
    }

    public UUID id() {
        return row.id("id");
    }

    /// Null where the account has none.
    public String email() {
        return named("email");
    }

    /// Digits alone; null where the account has none.
    public String phone() {
        return named("phone");
    }

    /// Null where the account has none.
    public String passwordHash() {
        return named("encrypted_password");
    }

    public String role() {
        return named("role");
    }

    /// The address that is to follow the present one; null for none.
    public String emailChange() {
        return named("email_change");
    }

    public String phoneChange() {
        return named("phone_change");
    }

    public boolean emailConfirmed() {
        return row.instant("email_confirmed_at") != null;
    }

    public boolean phoneConfirmed() {
        return row.instant("phone_confirmed_at") != null;
    }

    public boolean confirmed() {
        return emailConfirmed() || phoneConfirmed();
    }

    public boolean anonymous() {
        return row.truth("is_anonymous");
    }

    public boolean singleSignOn() {
        return row.truth("is_sso_user");
    }

    public boolean bannedAt(Instant now) {
        var until = row.instant("banned_until");
        return until != null && until.isAfter(now);
    }

    public ObjectNode appMetadata() {
        return row.object("raw_app_meta_data");
    }

    public ObjectNode userMetadata() {
        return row.object("raw_user_meta_data");
    }

    public Instant instant(String column) {
        return row.instant(column);
    }

    private String named(String column) {
        var text = row.text(column);
        return text == null || text.isEmpty() ? null : text;
    }
}
