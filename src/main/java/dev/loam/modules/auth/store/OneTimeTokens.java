package dev.loam.modules.auth.store;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.Locale;
import java.util.UUID;

/// Tokens that serve once, for one purpose of one account: `auth.one_time_tokens`. An account has
/// at most one for a purpose; a new one takes its place.
public final class OneTimeTokens {
    private OneTimeTokens() {
    }

    public enum Purpose {
        CONFIRMATION_TOKEN, REAUTHENTICATION_TOKEN, RECOVERY_TOKEN, EMAIL_CHANGE_TOKEN_NEW,
        EMAIL_CHANGE_TOKEN_CURRENT, PHONE_CHANGE_TOKEN;

        String sql() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `relatesTo` is the address the token was sent to.
    public static void put(
            Statements tx, UUID userId, Purpose purpose, String hash, String relatesTo) {
        tx.change("insert into auth.one_time_tokens as t (id, user_id, token_type, token_hash,"
                        + " relates_to, created_at, updated_at) values (gen_random_uuid(),"
                        + " ?::uuid, ?::auth.one_time_token_type, ?, ?,"
                        + " now() at time zone 'utc', now() at time zone 'utc')"
                        + " on conflict (user_id, token_type) do update set"
                        + " token_hash = excluded.token_hash, relates_to = excluded.relates_to,"
                        + " created_at = excluded.created_at, updated_at = excluded.updated_at",
                userId, purpose.sql(), hash, relatesTo);
    }

    /// Uses a token up: true where the account had it for that purpose and it is not too old. One
    /// of two who come at once gets it.
    public static boolean take(
            Statements tx, UUID userId, Purpose purpose, String hash, long secondsMax) {
        return tx.first("delete from auth.one_time_tokens t where t.user_id = ?::uuid"
                        + " and t.token_type = ?::auth.one_time_token_type and t.token_hash = ?"
                        + " returning jsonb_build_object('fresh', t.created_at"
                        + " > (now() at time zone 'utc') - make_interval(secs => ?::bigint))",
                userId, purpose.sql(), hash, secondsMax) instanceof Row taken
                && taken.truth("fresh");
    }

    /// Whether there is a token that was sent to that address with one of two hashes.
    public static boolean kept(
            Statements tx, String relatesTo, String hash, String otherHash) {
        return tx.first("select jsonb_build_object('id', t.id) from auth.one_time_tokens t"
                + " where t.token_hash in (?, ?) and t.relates_to = ? limit 1",
                hash, otherHash, relatesTo) != null;
    }

    /// The account that has a token of that hash for a purpose, null for none: `user_id`,
    /// `token_type`, `relates_to`.
    public static Row byHash(Statements tx, String hash, Purpose... purposes) {
        var names = new StringBuilder("{");
        for (var purpose : purposes) {
            names.append(names.length() == 1 ? "" : ",").append(purpose.sql());
        }
        return tx.first("select to_jsonb(t) from auth.one_time_tokens t where t.token_hash = ?"
                        + " and t.token_type = any (?::auth.one_time_token_type[])",
                hash, names.append('}'));
    }

    public static void drop(Statements tx, UUID userId, Purpose purpose) {
        tx.change("delete from auth.one_time_tokens where user_id = ?::uuid"
                + " and token_type = ?::auth.one_time_token_type", userId, purpose.sql());
    }

    /// Those that were sent to an address, which is not the account's any more.
    public static void dropSentTo(Statements tx, UUID userId, String address) {
        tx.change("delete from auth.one_time_tokens where user_id = ?::uuid and relates_to = ?",
                userId, address);
    }

    public static void dropAll(Statements tx, UUID userId) {
        tx.change("delete from auth.one_time_tokens where user_id = ?::uuid", userId);
    }
}
