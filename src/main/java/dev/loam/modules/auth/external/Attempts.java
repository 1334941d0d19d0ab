package dev.loam.modules.auth.external;

import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.secret.SealedTokens;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.FlowStates;
import dev.loam.modules.auth.wire.Pkce;
import java.util.UUID;

/// Sign-ins under way at services: rows of `auth.oauth_client_states`, which count once and for ten
/// minutes, and of `auth.flow_state`, which outlive them until the client has fetched its session.
final class Attempts {
    private Attempts() {
    }

    /// What has to be known when people come back. `pkce` is the app's challenge, null for an app
    /// that takes its session from the fragment; `linkingTo` the account that gets the identity,
    /// null for a sign-in.
    record Begun(
            UUID id, String provider, String verifier, Pkce pkce, String redirectTo,
            UUID linkingTo) {
        /// It holds the verifier.
        @Override
        public String toString() {
            return "Begun[" + id + "]";
        }
    }

    static void begin(
            Statements tx, Attempt attempt, String provider, Pkce pkce, String redirectTo,
            UUID linkingTo) {
        var id = Attempt.id(attempt.state());
        purge(tx);
        tx.change("insert into auth.oauth_client_states (id, provider_type, code_verifier,"
                + " created_at) values (?::uuid, ?, ?, now())", id, provider, attempt.verifier());
        tx.change("insert into auth.flow_state (id, auth_code, code_challenge_method,"
                        + " code_challenge, provider_type, authentication_method, referrer,"
                        + " oauth_client_state_id, linking_target_id, created_at, updated_at)"
                        + " values (?::uuid, '', ?::auth.code_challenge_method, ?, ?, 'oauth', ?,"
                        + " ?::uuid, ?::uuid, now(), now())",
                id, pkce == null ? null : pkce.method(), pkce == null ? null : pkce.challenge(),
                provider, redirectTo, id, linkingTo);
    }

    /// Many begin and never come back: each new one clears some of them away.
    private static void purge(Statements tx) {
        tx.change("delete from auth.oauth_client_states where id in (select s.id"
                + " from auth.oauth_client_states s where s.created_at < now() - interval '1 hour'"
                + " order by s.created_at limit 20 for update skip locked)");
        tx.change("delete from auth.flow_state where id in (select f.id from auth.flow_state f"
                + " where f.created_at < now() - interval '1 hour'"
                + " and f.oauth_client_state_id is not null"
                + " order by f.created_at limit 20 for update skip locked)");
    }

    /// Takes what a state belongs to, which so is used up; null where there is nothing or it is too
    /// old.
    static Begun take(Statements tx, String state) {
        var row = tx.first("with taken as (delete from auth.oauth_client_states"
                + " where id = ?::uuid returning *) select to_jsonb(f)"
                + " || jsonb_build_object('code_verifier', t.code_verifier, 'fresh',"
                + " t.created_at > now() - interval '10 minutes')"
                + " from taken t join auth.flow_state f on f.id = t.id", Attempt.id(state));
        if (row == null || !row.truth("fresh")) {
            return null;
        }
        var challenge = row.text("code_challenge");
        return new Begun(row.id("id"), row.text("provider_type"), row.text("code_verifier"),
                challenge == null ? null
                        : new Pkce(challenge, row.text("code_challenge_method")),
                row.text("referrer"), row.id("linking_target_id"));
    }

    /// Issues the code with which the app fetches its session and the service's tokens. These are
    /// kept so that only who has the code can read them.
    static void issue(Statements tx, UUID id, UUID userId, String code, Grant grant) {
        FlowStates.issue(tx, id, userId, Hashes.sha256(code));
        tx.change("update auth.flow_state set provider_access_token = ?,"
                + " provider_refresh_token = ? where id = ?::uuid",
                SealedTokens.ACCESS.seal(code, grant.accessToken()),
                SealedTokens.REFRESH.seal(code, grant.refreshToken()), id);
    }

    static void delete(Statements tx, UUID id) {
        tx.change("delete from auth.flow_state where id = ?::uuid", id);
    }
}
