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

    /// A session to be begun, of one factor.
    ///
    /// - `method`: that by which the user has shown who they are.
    /// - `clientId`, `scopes`: the OAuth client that holds it and what that may know; null for one
    ///   of the project's own.
    public record Beginning(
            UUID id, UUID userId, String method, Origin origin, UUID clientId, String scopes) {
    }

    /// Begins a session, with its method and its first refresh token, kept by its hash.
    public static Row begin(
            Statements tx, Beginning given, Instant notAfter, String tokenHash) {
        return tx.first("with begun as (insert into auth.sessions (id, user_id, created_at,"
                        + " updated_at, aal, not_after, user_agent, ip, oauth_client_id, scopes)"
                        + " values (?::uuid, ?::uuid, now(), now(), 'aal1', ?::timestamptz, ?,"
                        + " ?::inet, ?::uuid, ?) returning *), method as (insert into"
                        + " auth.mfa_amr_claims (id, session_id, authentication_method,"
                        + " created_at, updated_at) select gen_random_uuid(), b.id, ?, now(),"
                        + " now() from begun b), token as (insert into auth.refresh_tokens"
                        + " (instance_id, token, user_id, session_id, revoked, created_at,"
                        + " updated_at) select ?::uuid, ?, b.user_id::text, b.id, false, now(),"
                        + " now() from begun b) select to_jsonb(b) from begun b",
                given.id(), given.userId(), notAfter, given.origin().userAgent(),
                given.origin().address(), given.clientId(), given.scopes(), given.method(),
                Users.INSTANCE, tokenHash);
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
