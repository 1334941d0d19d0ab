package dev.loam.modules.auth.server;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Row;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// What people have allowed applications: `auth.oauth_consents`.
final class Consents {
    private static final String SELECT = "select to_jsonb(k) from auth.oauth_consents k"
            + " where k.revoked_at is null and k.user_id = ?::uuid";

    private Consents() {
    }

    /// The scopes that an application may have of a person without asking again.
    static Set<String> granted(Statements tx, UUID userId, UUID clientId) {
        var consent = tx.first(SELECT + " and k.client_id = ?::uuid", userId, clientId);
        return consent == null ? Set.of() : Scopes.split(consent.text("scopes"));
    }

    /// Adds scopes to those that are granted.
    static void grant(
            Statements tx, UUID id, UUID userId, UUID clientId, String scopes) {
        var all = Scopes.union(String.join(" ", granted(tx, userId, clientId)), scopes);
        tx.change("insert into auth.oauth_consents (id, user_id, client_id, scopes, granted_at)"
                        + " values (?::uuid, ?::uuid, ?::uuid, ?, now())"
                        + " on conflict (user_id, client_id) do update set"
                        + " scopes = excluded.scopes, granted_at = now(), revoked_at = null",
                id, userId, clientId, all);
    }

    /// Each with its application in `client`, the last granted first.
    static List<Row> of(Statements tx, UUID userId) {
        return tx.rows("select to_jsonb(k) || jsonb_build_object('client', to_jsonb(c))"
                + " from auth.oauth_consents k join auth.oauth_clients c on c.id = k.client_id"
                + " where k.revoked_at is null and c.deleted_at is null and k.user_id = ?::uuid"
                + " order by k.granted_at desc, k.id", userId);
    }

    /// False where there is none.
    static boolean revoke(Statements tx, UUID userId, UUID clientId) {
        return tx.change("update auth.oauth_consents set revoked_at = now()"
                + " where user_id = ?::uuid and client_id = ?::uuid and revoked_at is null",
                userId, clientId) > 0;
    }
}
