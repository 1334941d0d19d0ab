package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A project's own triggers on `auth.users`.
class ProjectTriggersSpec {
    private static final String SCRIPT = """
            create table profiles (
                id uuid primary key references auth.users on delete cascade,
                name text);
            create function handle_new_user() returns trigger
            language plpgsql security definer set search_path = '' as $$
            begin
                if new.email like '%@banned.example' then
                    raise exception 'No accounts for banned.example';
                end if;
                insert into public.profiles (id, name)
                values (new.id, new.raw_user_meta_data ->> 'name');
                return new;
            end $$;
            create trigger on_auth_user_created after insert on auth.users
                for each row execute function handle_new_user();
            """;

    @Test
    void a_profile_is_made_with_the_account_or_neither() {
        var database = AuthServer.database();
        database.execute(SCRIPT);
        try (var server = AuthServer.start(database, Map.of())) {
            var made = server.post("/signup", json("{'email':'a@example.org',"
                    + "'password':'secret1','data':{'name':'Ann'}}"));
            assertThat(made.status()).as(made.raw().text()).isEqualTo(200);
            assertThat(database.value("select name from profiles")).isEqualTo("Ann");

            var refused = server.post("/signup",
                    json("{'email':'b@banned.example','password':'secret1'}"));
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.text("code")).isEqualTo("unexpected_failure");
            assertThat(refused.text("message")).contains("No accounts for banned.example");
            assertThat(database.value("select count(*) from auth.users")).isEqualTo("1");
            assertThat(database.value("select count(*) from auth.identities")).isEqualTo("1");
            assertThat(database.value("select count(*) from auth.sessions")).isEqualTo("1");

            database.execute("alter table profiles add constraint named check (name is not null)");
            var nameless = server.post("/signup",
                    json("{'email':'c@example.org','password':'secret1'}"));
            assertThat(nameless.status()).isEqualTo(500);
            assertThat(nameless.text("message")).contains("23514").doesNotContain("profiles");
            assertThat(server.send("DELETE", "/auth/v1/admin/users/"
                    + made.json().path("user").path("id").asString(), null,
                    AuthServer.service()).status()).isEqualTo(200);
            assertThat(database.value("select count(*) from profiles")).isEqualTo("0");
        }
    }
}
