package dev.loam.modules.auth.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.app.running.SystemClock;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.config.FactorConfig;
import dev.loam.modules.auth.config.PhoneConfig;
import dev.loam.modules.auth.config.SessionConfig;
import dev.loam.modules.auth.config.TokenConfig;
import dev.loam.modules.auth.store.AuthDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is swept away, and what stays.
class SweeperSpec {
    private static final String SCRIPT = """
            insert into auth.users (id, email) values
                ('00000000-0000-4000-8000-000000000001', 'ann@example.org');
            create function one() returns uuid language sql as
                'select ''00000000-0000-4000-8000-000000000001''::uuid';
            create function ago(hours double precision) returns timestamptz language sql as
                'select now() - make_interval(secs => hours * 3600)';
            """;

    private final TestDatabase test = AuthServer.database();
    private PostgresDatabase postgres;

    @BeforeEach
    void open() {
        test.execute(SCRIPT);
        postgres = new PostgresDatabase(
                PostgresConfig.fromUrl(test.url("supabase_auth_admin")).withPool(2, 10));
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    private long sweep(SessionConfig sessions) {
        var config = new AuthConfig(AuthConfig.PREFIX, null, null, null, null,
                List.of(), true, true, true, true, TokenConfig.DEFAULT, sessions, null,
                EmailConfig.DEFAULT, PhoneConfig.DEFAULT, FactorConfig.DEFAULT, null,
                Map.of(), null, null, null, null);
        return new Sweeper(new AuthDatabase(postgres, null, new SystemClock()), config, null)
                .sweep();
    }

    private String left(String table, String column) {
        return test.value("select string_agg(" + column + ", ' ' order by " + column
                + ") from auth." + table);
    }

    @Test
    void codes_and_sign_ins_go_a_day_after_their_end() {
        test.execute("""
                insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to,
                    created_at)
                select gen_random_uuid(), one(), kind::auth.one_time_token_type, hash, 'x',
                    ago(hours) at time zone 'utc'
                from (values ('confirmation_token', 'old', 26), ('recovery_token', 'fresh', 0),
                    ('phone_change_token', 'late', 24)) t (kind, hash, hours);
                insert into auth.flow_state (id, provider_type, authentication_method, created_at,
                    updated_at, auth_code_issued_at)
                select gen_random_uuid(), name, 'email/signup', ago(hours), ago(hours), ago(issued)
                from (values ('old', 26, null), ('fresh', 1, null), ('just issued', 26, 0.01))
                    t (name, hours, issued);
                insert into auth.oauth_client_states (id, provider_type, created_at)
                values (gen_random_uuid(), 'old', ago(25)), (gen_random_uuid(), 'fresh', ago(1));
                """);
        assertThat(sweep(SessionConfig.DEFAULT)).isEqualTo(3);
        assertThat(left("one_time_tokens", "token_hash")).isEqualTo("fresh late");
        assertThat(left("flow_state", "provider_type")).isEqualTo("fresh just issued");
        assertThat(left("oauth_client_states", "provider_type")).isEqualTo("fresh");
    }

    @Test
    void challenges_and_authorizations_go() {
        test.execute("""
                insert into auth.mfa_factors (id, user_id, factor_type, status, created_at,
                    updated_at)
                values (one(), one(), 'totp', 'verified', ago(900), ago(900));
                insert into auth.mfa_challenges (id, factor_id, created_at, ip_address, otp_code)
                values (gen_random_uuid(), one(), ago(25), '::1', 'old'),
                    (gen_random_uuid(), one(), ago(0), '::1', 'fresh');
                insert into auth.webauthn_challenges (challenge_type, session_data, expires_at)
                values ('signup', '"old"', ago(25)), ('signup', '"fresh"', ago(-1));
                insert into auth.oauth_clients (id, registration_type, redirect_uris, grant_types,
                    token_endpoint_auth_method)
                values (one(), 'manual', 'x', 'x', 'none');
                insert into auth.oauth_authorizations (id, authorization_id, client_id,
                    redirect_uri, scope, created_at, expires_at)
                values (gen_random_uuid(), 'old', one(), 'x', 'x', ago(30), ago(25)),
                    (gen_random_uuid(), 'fresh', one(), 'x', 'x', ago(1), ago(-1));
                """);
        assertThat(sweep(SessionConfig.DEFAULT)).isEqualTo(3);
        assertThat(left("mfa_challenges", "otp_code")).isEqualTo("fresh");
        assertThat(left("webauthn_challenges", "session_data #>> '{}'")).isEqualTo("fresh");
        assertThat(left("oauth_authorizations", "authorization_id")).isEqualTo("fresh");
        assertThat(left("mfa_factors", "id::text")).isNotNull();
    }

    /// Sessions by name (their tag), with the ages of their beginning and their end in hours.
    private void sessions() {
        test.execute("""
                insert into auth.sessions (id, user_id, tag, created_at, updated_at, not_after)
                select gen_random_uuid(), one(), tag, ago(begun), ago(touched), ago(over)
                from (values ('live', 900, 900, null), ('over', 900, 900, 25),
                    ('just over', 900, 900, 1), ('reused', 900, 26, null),
                    ('just reused', 900, 2, null), ('young', 2, 2, null))
                    t (tag, begun, touched, over);
                insert into auth.refresh_tokens (token, session_id, revoked, created_at,
                    updated_at)
                select 'of ' || tag, id, tag like '%reused', ago(100), ago(20) from auth.sessions;
                """);
    }

    @Test
    void sessions_go_that_have_ended() {
        sessions();
        sweep(SessionConfig.DEFAULT);
        assertThat(left("sessions", "replace(tag, ' ', '-')"))
                .isEqualTo("just-over just-reused live young");
        assertThat(left("refresh_tokens", "replace(token, ' ', '-')"))
                .isEqualTo("of-just-over of-just-reused of-live of-young");
    }

    @Test
    void the_limits_of_sessions_count() {
        sessions();
        sweep(new SessionConfig(true, Duration.ZERO, Duration.ofHours(100), null, false));
        assertThat(left("sessions", "tag")).isEqualTo("young");
        test.execute("delete from auth.sessions");
        sessions();
        test.execute("update auth.refresh_tokens set created_at = ago(3) where token = 'of live'");
        sweep(new SessionConfig(true, Duration.ZERO, null, Duration.ofHours(10), false));
        assertThat(left("sessions", "tag")).isEqualTo("live young");
    }

    @Test
    void used_refresh_tokens_go_but_for_the_parents_of_those_that_count() {
        test.execute("""
                insert into auth.sessions (id, user_id, created_at, updated_at)
                values (one(), one(), ago(900), ago(900));
                insert into auth.refresh_tokens (token, parent, session_id, revoked, created_at,
                    updated_at)
                values ('a', null, one(), true, ago(90), ago(80)),
                    ('b', 'a', one(), true, ago(80), ago(70)),
                    ('c', 'b', one(), true, ago(70), ago(60)),
                    ('d', 'c', one(), false, ago(60), ago(60));
                """);
        assertThat(sweep(SessionConfig.DEFAULT)).isEqualTo(2);
        assertThat(left("refresh_tokens", "token")).isEqualTo("c d");
    }

    @Test
    void many_rows_go_and_the_log_stays() {
        test.execute("""
                insert into auth.oauth_client_states (id, provider_type, created_at)
                select gen_random_uuid(), 'old', ago(25) from generate_series(1, 2500);
                insert into auth.audit_log_entries (id, created_at) values (one(), ago(90000));
                """);
        assertThat(sweep(SessionConfig.DEFAULT)).isEqualTo(2500);
        assertThat(left("audit_log_entries", "id::text")).isNotNull();
    }
}
