package dev.loam.modules.auth.store;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.Collection;
import java.util.UUID;

/// Refresh tokens: `auth.refresh_tokens`. `token` and `parent` hold SHA-256 hashes; those of an
/// imported database may hold the tokens themselves until they are used.
public final class RefreshTokens {
    private static final String SELECT = "select to_jsonb(t) from auth.refresh_tokens t where ";
    private static final int HASH_CHARS = 64;

    private RefreshTokens() {
    }

    public static void insert(
            Statements tx, String hash, UUID userId, UUID sessionId, String parentHash) {
        tx.change("insert into auth.refresh_tokens (instance_id, token, user_id, session_id,"
                        + " parent, revoked, created_at, updated_at) values (?::uuid, ?, ?,"
                        + " ?::uuid, ?, false, now(), now())",
                Users.INSTANCE, hash, userId, sessionId, parentHash);
    }

    /// The row of a token, null where there is none. A text as long as a hash is never compared
    /// with what is kept as it is: a hash that leaked must not serve as a token.
    public static Row find(Statements tx, String hash, String token) {
        return tx.first(SELECT + "t.token in (?, ?)", hash,
                token.length() < HASH_CHARS ? token : hash);
    }

    /// The newest token of a session that still counts, null where none does.
    public static Row newest(Statements tx, UUID sessionId) {
        return tx.first(SELECT + "t.session_id = ?::uuid and not t.revoked order by t.id desc"
                + " limit 1", sessionId);
    }

    /// The one of some tokens, by their hashes, that still counts; null where none does.
    public static Row activeAmong(Statements tx, UUID sessionId, Collection<String> hashes) {
        return tx.first(SELECT + "t.session_id = ?::uuid and not t.revoked and t.token = any"
                + " (?::text[])", sessionId, "{" + String.join(",", hashes) + "}");
    }

    /// Marks a token as used; where it was kept as it is, its hash takes its place.
    public static void revoke(Statements tx, long id, String hash) {
        tx.change("update auth.refresh_tokens set revoked = true, token = ?, updated_at = now()"
                + " where id = ?::bigint", hash, id);
    }

    public static void revokeAll(Statements tx, UUID sessionId) {
        tx.change("update auth.refresh_tokens set revoked = true, updated_at = now()"
                + " where session_id = ?::uuid and not revoked", sessionId);
    }
}
