package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.TestDatabase;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

/// Hooks that are functions of the database, as people meet them.
class HooksSpec {
    private static AuthServer with(String script, String... hooks) {
        TestDatabase database = AuthServer.database();
        database.execute(script);
        var settings = new HashMap<String, String>();
        for (var hook : hooks) {
            settings.put("auth.hook." + hook + ".enabled", "true");
            settings.put("auth.hook." + hook + ".uri",
                    "pg-functions://postgres/public/" + hook.replace('-', '_'));
        }
        return AuthServer.start(database, settings);
    }

    private static Reply signIn(AuthServer server, String email, String password) {
        return server.post("/token?grant_type=password", json(
                "{'email':'" + email + "','password':'" + password + "'}"));
    }

    @Test
    void a_claim_that_a_hook_adds_is_seen_by_policies() {
        try (var server = with("""
                create function custom_access_token(event jsonb) returns jsonb language sql as $$
                    select jsonb_set(event, '{claims,plan}', '"gold"')
                $$;
                create table treasures (name text);
                insert into treasures values ('crown');
                alter table treasures enable row level security;
                grant select on treasures to anon, authenticated;
                create policy gold on treasures for select
                    using (auth.jwt() ->> 'plan' = 'gold');
                """, "custom-access-token")) {
            var ann = AuthPerson.signUp(server);
            assertThat(ann.claims().path("plan").asString()).isEqualTo("gold");
            var seen = server.send("GET", "/rest/v1/treasures", null,
                    AuthServer.bearer(ann.session()));
            assertThat(seen.raw().text()).isEqualTo("[{\"name\":\"crown\"}]");
            assertThat(server.send("GET", "/rest/v1/treasures", null).raw().text())
                    .isEqualTo("[]");
            ann.refresh();
            assertThat(ann.claims().path("plan").asString()).isEqualTo("gold");
        }
    }

    @Test
    void a_hook_that_takes_a_required_claim_away_is_refused_and_nothing_is_kept() {
        try (var server = with("""
                create function custom_access_token(event jsonb) returns jsonb language sql as $$
                    select jsonb_build_object('claims', (event -> 'claims') - 'role')
                $$;
                """, "custom-access-token")) {
            var reply = server.post("/signup",
                    json("{'email':'a@example.org','password':'secret1'}"));
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text("message")).contains("role is required");
            assertThat(server.tables().value("select count(*) from auth.users")).isEqualTo("0");
        }
    }

    @Test
    void who_may_not_join_is_told_so_in_the_project_s_words() {
        try (var server = with("""
                create function before_user_created(event jsonb) returns jsonb language sql as $$
                    select case when event -> 'user' ->> 'email' like '%@house.example' then '{}'
                        else '{"error": {"http_code": 403, "message": "Only from the house"}}'
                    end::jsonb
                $$;
                """, "before-user-created")) {
            var stranger = server.post("/signup",
                    json("{'email':'a@elsewhere.example','password':'secret1'}"));
            assertThat(stranger.status()).isEqualTo(403);
            assertThat(stranger.text("message")).isEqualTo("Only from the house");
            assertThat(server.tables().value("select count(*) from auth.users")).isEqualTo("0");
            assertThat(server.post("/signup",
                    json("{'email':'a@house.example','password':'secret1'}")).status())
                    .isEqualTo(200);
            assertThat(server.post("/admin/users", json("{'email':'b@elsewhere.example'}"),
                    AuthServer.service()).text("message")).isEqualTo("Only from the house");
        }
    }

    @Test
    void after_so_many_failures_the_right_password_is_rejected_too() {
        try (var server = with("""
                create table failures (user_id text primary key, count int);
                grant all on failures to supabase_auth_admin;
                create function password_verification_attempt(event jsonb) returns jsonb
                language plpgsql as $$
                begin
                    if not (event ->> 'valid')::boolean then
                        insert into public.failures values (event ->> 'user_id', 1)
                        on conflict (user_id) do update set count = failures.count + 1;
                    end if;
                    if (select count from public.failures
                            where user_id = event ->> 'user_id') >= 2 then
                        return '{"decision": "reject", "message": "Ask the desk",
                            "should_logout_user": true}';
                    end if;
                    return '{"decision": "continue"}';
                end $$;
                """, "password-verification-attempt")) {
            var ann = AuthPerson.signUp(server);
            assertThat(signIn(server, ann.email(), "wrong").text("message"))
                    .isEqualTo("Invalid login credentials");
            assertThat(ann.call("GET", "/user", null).status()).isEqualTo(200);
            assertThat(signIn(server, ann.email(), "wrong").text("message"))
                    .isEqualTo("Ask the desk");
            assertThat(server.tables().value("select count from failures")).isEqualTo("2");
            var right = signIn(server, ann.email(), AuthPerson.PASSWORD);
            assertThat(right.status()).isEqualTo(400);
            assertThat(right.text("message")).isEqualTo("Ask the desk");
            assertThat(ann.call("GET", "/user", null).text("code"))
                    .isEqualTo("session_not_found");
        }
    }

    @Test
    void a_factor_may_be_rejected_whatever_its_code() {
        try (var server = with("""
                create table attempts (valid boolean);
                grant all on attempts to supabase_auth_admin;
                create function mfa_verification_attempt(event jsonb) returns jsonb
                language plpgsql as $$
                begin
                    insert into public.attempts values ((event ->> 'valid')::boolean);
                    return '{"decision": "reject", "message": "Not today"}';
                end $$;
                """, "mfa-verification-attempt")) {
            var ann = AuthPerson.signUp(server);
            var factor = ann.call("POST", "/factors",
                    "{'factor_type':'phone','phone':'+15550123'}").text("id");
            var challenge = ann.call("POST", "/factors/" + factor + "/challenge", "{}");
            assertThat(challenge.status()).as(challenge.raw().text()).isEqualTo(200);
            var reply = ann.call("POST", "/factors/" + factor + "/verify", "{'challenge_id':'"
                    + challenge.text("id") + "','code':'000000'}");
            assertThat(reply.text("code")).isEqualTo("mfa_verification_rejected");
            assertThat(reply.text("message")).isEqualTo("Not today");
            assertThat(server.tables().value("select count(*) from attempts")).isEqualTo("1");
        }
    }

    @Test
    void the_message_of_a_raise_is_told() {
        try (var server = with("""
                create function after_user_created(event jsonb) returns jsonb
                language plpgsql as $$ begin raise 'the books are closed'; end $$;
                """, "after-user-created")) {
            var reply = server.post("/signup",
                    json("{'email':'a@example.org','password':'secret1'}"));
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text("message")).contains("the books are closed");
            assertThat(server.tables().value("select count(*) from auth.users")).isEqualTo("0");
        }
    }
}
