package dev.loam.spec.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.ProjectServer;
import dev.loam.fixture.Tokens;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsSpec {
    @TempDir
    private static Path project;
    private static ProjectServer server;

    @BeforeAll
    static void start() {
        var database = AuthServer.database();
        database.execute("""
                create table public.song (id int primary key, name text not null);
                insert into public.song values (1, 'Evening');
                create schema v2026_05;
                create view v2026_05.song with (security_invoker = true) as
                    select id, name as title from public.song;
                create schema v2020;
                grant usage on schema v2026_05, v2020 to anon, authenticated;
                grant all on public.song, v2026_05.song to anon, authenticated;
                """);
        server = ProjectServer.start(project, database, """
                [database]
                schemas = ["public", "v2026_05", "v2020"]
                [versioning]
                pins = ["authenticated=2026-05-01"]
                [versions."2026-11-01"]
                schema = "public"
                [versions."2026-05-01"]
                schema = "v2026_05"
                deprecated = "2026-11-01"
                sunset = "2999-05-01"
                link = "https://example.com/move"
                [versions."2020-01-01"]
                schema = "v2020"
                sunset = "2021-01-01"
                """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_request_that_names_no_version_gets_the_newest() {
        var answer = server.send("GET", "/rest/v1/song", null);
        assertThat(answer.text()).isEqualTo("[{\"id\":1,\"name\":\"Evening\"}]");
        assertThat(answer.header("Loam-Version")).isEqualTo("2026-11-01");
        assertThat(answer.header("Deprecation")).isNull();
    }

    @Test
    void an_older_version_is_its_schema_and_says_when_it_ends() {
        var answer = server.send("GET", "/rest/v1/song?title=eq.Evening", null,
                "Loam-Version", "2026-05-01");
        assertThat(answer.text()).isEqualTo("[{\"id\":1,\"title\":\"Evening\"}]");
        assertThat(answer.header("Loam-Version")).isEqualTo("2026-05-01");
        assertThat(answer.header("Deprecation")).isEqualTo("@1793491200");
        assertThat(answer.header("Sunset")).isEqualTo("Wed, 01 May 2999 00:00:00 GMT");
        assertThat(answer.header("Link"))
                .isEqualTo("<https://example.com/move>; rel=\"deprecation\"");
    }

    @Test
    void an_older_version_is_written_through_its_schema() {
        assertThat(server.send("POST", "/rest/v1/song", "{\"id\":2,\"title\":\"Morning\"}",
                "Loam-Version", "2026-05-01").status()).isEqualTo(201);
        assertThat(server.send("DELETE", "/rest/v1/song?name=eq.Morning", null).status())
                .isEqualTo(204);
    }

    @Test
    void a_role_may_be_pinned_and_a_request_may_still_choose() {
        String token = "Bearer " + Tokens.of("authenticated", null);
        assertThat(server.send("GET", "/rest/v1/song", null, "Authorization", token)
                .header("Loam-Version")).isEqualTo("2026-05-01");
        assertThat(server.send("GET", "/rest/v1/song", null, "Authorization", token,
                "Loam-Version", "2026-11-01").text()).contains("\"name\"");
    }

    @Test
    void a_profile_in_the_request_wins() {
        assertThat(server.send("GET", "/rest/v1/song", null, "Accept-Profile", "v2026_05")
                .text()).contains("\"title\"");
    }

    @Test
    void an_unknown_version_and_one_that_has_ended_are_refused() {
        var unknown = server.send("GET", "/rest/v1/song", null, "Loam-Version", "2026-06-01");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text()).contains("LOAM-VERSION-001",
                "There is 2020-01-01, 2026-05-01, 2026-11-01.");
        var ended = server.send("GET", "/rest/v1/song", null, "Loam-Version", "2020-01-01");
        assertThat(ended.status()).isEqualTo(410);
        assertThat(ended.text()).contains("LOAM-VERSION-002", "It ended on 2021-01-01.");
    }

    @Test
    void use_is_counted_by_version_and_caller() {
        server.send("GET", "/rest/v1/song", null, "Loam-Version", "2026-05-01");
        assertThat(server.metrics()).containsPattern(
                "loam_version_requests_total\\{(caller=\"anon\",version=\"2026-05-01\""
                        + "|version=\"2026-05-01\",caller=\"anon\")} ");
    }
}
