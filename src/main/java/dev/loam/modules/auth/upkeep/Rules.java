package dev.loam.modules.auth.upkeep;

import dev.loam.modules.auth.config.AuthConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// Which rows of which tables nobody can use any more.
///
/// All wait a day longer than they count, so that whoever comes a little late is told that it is
/// too late, and not that there never was anything.
final class Rules {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String OLDER = " < now() - make_interval(secs => ?::bigint)";

    private Rules() {
    }

    /// A table and what is true of its rows `t` that go, with the values of its parameters.
    record Rule(String table, String condition, List<Object> values) {
        Rule {
            values = List.copyOf(values);
        }

        private static Rule of(String table, String condition, Duration... ages) {
            return new Rule(table, condition,
                    Stream.of(ages).map(age -> (Object) age.toSeconds()).toList());
        }
    }

    static List<Rule> of(AuthConfig config) {
        var codes = DAY.plus(Collections.max(List.of(
                config.email().codeLifetime(), config.phone().codeLifetime())));
        var rules = new ArrayList<>(List.of(
                Rule.of("auth.one_time_tokens", "t.created_at at time zone 'utc'" + OLDER, codes),
                // A sign-in by mail waits as long as its link; its code is issued at the end.
                Rule.of("auth.flow_state",
                        "greatest(t.created_at, t.updated_at, t.auth_code_issued_at)" + OLDER,
                        codes),
                Rule.of("auth.oauth_client_states", "t.created_at" + OLDER, DAY),
                Rule.of("auth.mfa_challenges", "t.created_at" + OLDER,
                        DAY.plus(config.factors().challengeLifetime())),
                Rule.of("auth.webauthn_challenges", "t.expires_at" + OLDER, DAY),
                Rule.of("auth.oauth_authorizations", "t.expires_at" + OLDER, DAY)));
        rules.addAll(sessions(config));
        rules.add(usedTokens());
        return rules;
    }

    private static List<Rule> sessions(AuthConfig config) {
        var rules = new ArrayList<Rule>();
        rules.add(Rule.of("auth.sessions", "t.not_after" + OLDER, DAY));
        var lifetimeMax = config.sessions().lifetimeMax();
        if (lifetimeMax != null) {
            rules.add(Rule.of("auth.sessions", "t.created_at" + OLDER, DAY.plus(lifetimeMax)));
        }
        var idleMax = config.sessions().idleMax();
        if (idleMax != null) {
            var idle = DAY.plus(idleMax);
            rules.add(Rule.of("auth.sessions", "t.created_at" + OLDER
                    + " and not exists (select from auth.refresh_tokens r where"
                    + " r.session_id = t.id and not r.revoked and not r.created_at" + OLDER + ")",
                    idle, idle));
        }
        // Ended by the reuse of a token, and its access tokens have run out. A session imported
        // with a key of its own has its tokens elsewhere.
        rules.add(Rule.of("auth.sessions", "greatest(t.created_at, t.updated_at)" + OLDER
                + " and t.refresh_token_hmac_key is null and not exists (select from"
                + " auth.refresh_tokens r where r.session_id = t.id and not r.revoked)",
                DAY.plus(config.tokens().lifetime())));
        return rules;
    }

    /// The parent of a token that counts may still be sent again by a client that never got the
    /// answer.
    private static Rule usedTokens() {
        return Rule.of("auth.refresh_tokens", "t.revoked and t.updated_at" + OLDER
                + " and not exists (select from auth.refresh_tokens r where r.parent = t.token"
                + " and not r.revoked)", DAY);
    }
}
