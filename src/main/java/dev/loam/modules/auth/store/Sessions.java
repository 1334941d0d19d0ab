package dev.loam.modules.auth.store;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Sessions: `auth.sessions`, and by which methods each was made: `auth.mfa_amr_claims`.
public final class Sessions {
    private static final String SELECT = "select to_jsonb(s) from auth.sessions s where ";

    private Sessions() {
    }

    /// Where a session came from, as far as the request tells; either may be null.
    public record Origin(String address, String userAgent) {
    }

    public static Row insert(
            Statements tx, UUID id, UUID userId, String aal, Instant notAfter, Origin origin) {
        return tx.first("insert into auth.sessions as s (id, user_id, created_at, updated_at, aal,"
                        + " not_after, user_agent, ip) values (?::uuid, ?::uuid, now(), now(),"
                        + " ?::auth.aal_level, ?::timestamptz, ?, ?::inet) returning to_jsonb(s)",
                id, userId, aal, notAfter, origin.userAgent(), origin.address());
    }

    public static Row byId(Statements tx, UUID id) {
        return tx.first(SELECT + "s.id = ?::uuid", id);
    }

    /// The same, kept from changing until the transaction ends.
    public static Row locked(Statements tx, UUID id) {
        return tx.first(SELECT + "s.id = ?::uuid for update", id);
    }

    /// Those of a user, the last made first.
    public static List<Row> of(Statements tx, UUID userId) {
        return tx.rows(SELECT + "s.user_id = ?::uuid order by s.created_at desc", userId);
    }

    public static Row update(Statements tx, UUID id, Changes changes) {
        return tx.first("update auth.sessions s set " + changes.now("updated_at").assignments()
                + " where s.id = ?::uuid returning to_jsonb(s)", changes.binds(id));
    }

    public static void refreshed(Statements tx, UUID id, Origin origin) {
        tx.change("update auth.sessions set refreshed_at = (now() at time zone 'utc'),"
                + " updated_at = now(), user_agent = coalesce(?, user_agent),"
                + " ip = coalesce(?::inet, ip) where id = ?::uuid",
                origin.userAgent(), origin.address(), id);
    }

    /// Raises a session to a level of assurance.
    public static void raise(Statements tx, UUID id, String aal, UUID factorId) {
        tx.change("update auth.sessions set aal = ?::auth.aal_level, factor_id = ?::uuid,"
                + " updated_at = now() where id = ?::uuid", aal, factorId, id);
    }

    public static void delete(Statements tx, UUID id) {
        tx.change("delete from auth.sessions where id = ?::uuid", id);
    }

    public static void deleteAll(Statements tx, UUID userId) {
        tx.change("delete from auth.sessions where user_id = ?::uuid", userId);
    }

    public static void deleteOthers(Statements tx, UUID userId, UUID kept) {
        tx.change("delete from auth.sessions where user_id = ?::uuid and id <> ?::uuid",
                userId, kept);
    }

    /// Those of a user that an OAuth client holds.
    public static void deleteOfClient(Statements tx, UUID userId, UUID clientId) {
        tx.change("delete from auth.sessions where user_id = ?::uuid"
                + " and oauth_client_id = ?::uuid", userId, clientId);
    }

    /// Notes that a method was used for a session, now.
    public static void used(Statements tx, UUID sessionId, String method) {
        tx.change("insert into auth.mfa_amr_claims (id, session_id, authentication_method,"
                + " created_at, updated_at) values (gen_random_uuid(), ?::uuid, ?, now(), now())"
                + " on conflict (session_id, authentication_method) do update set"
                + " updated_at = now()", sessionId, method);
    }

    /// The methods of a session, the last used first: `authentication_method`, `updated_at`.
    public static List<Row> methods(Statements tx, UUID sessionId) {
        return tx.rows("select to_jsonb(c) from auth.mfa_amr_claims c where c.session_id = ?::uuid"
                + " order by c.updated_at desc, c.authentication_method", sessionId);
    }
}
