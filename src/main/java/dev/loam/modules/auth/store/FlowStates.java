package dev.loam.modules.auth.store;

import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.UUID;

/// Sign-ins under way that end with a code for the client that holds the verifier: rows of
/// `auth.flow_state`.
/// Source: RFC 7636.
public final class FlowStates {
    private FlowStates() {
    }

    /// A sign-in by mail: the code is issued once the mail's link was followed. `method` is that of
    /// the challenge, `s256` or `plain`; `authentication` the one that the session will name.
    public static UUID insert(
            Statements tx, UUID id, UUID userId, String challenge, String method,
            String authentication) {
        tx.change("insert into auth.flow_state (id, user_id, auth_code, code_challenge_method,"
                        + " code_challenge, provider_type, authentication_method, created_at,"
                        + " updated_at) values (?::uuid, ?::uuid, '',"
                        + " ?::auth.code_challenge_method, ?, ?, ?, now(), now())",
                id, userId, method, challenge, authentication, authentication);
        return id;
    }

    /// The newest state of a user's sign-in by mail that has no code yet; null for none.
    public static Row pending(Statements tx, UUID userId) {
        return tx.first("select to_jsonb(f) from auth.flow_state f where f.user_id = ?::uuid"
                + " and f.authentication_method <> 'oauth' and f.auth_code_issued_at is null"
                + " order by f.created_at desc limit 1 for update", userId);
    }

    /// Issues the code of a state, kept hashed.
    public static void issue(Statements tx, UUID id, UUID userId, String codeHash) {
        tx.change("update auth.flow_state set user_id = ?::uuid, auth_code = ?,"
                + " auth_code_issued_at = now(), updated_at = now() where id = ?::uuid",
                userId, codeHash, id);
    }

    /// Takes the state of a code, which so is used up; null for none. `fresh` tells whether the
    /// code was issued no longer than so many seconds ago.
    public static Row take(Statements tx, String codeHash, long secondsMax) {
        return tx.first("delete from auth.flow_state f where f.auth_code = ? and f.auth_code <> ''"
                + " returning to_jsonb(f) || jsonb_build_object('fresh',"
                + " f.auth_code_issued_at > now() - make_interval(secs => ?::bigint))",
                codeHash, secondsMax);
    }
}
