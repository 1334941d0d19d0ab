package dev.loam.spec.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// JSON Schemas that lie in files beside the project, for every request and not for those alone
/// that ask.
class SchemaFilesSpec {
    private static List<String> told(AuthServer server, String path, String json) {
        Reply reply = server.send(
                "POST", "/rest/v1" + path, json, AuthServer.service());
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(422);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        return reply.json().path("errors").valueStream().map(one -> one.path("pointer").asString()
                + " " + one.path("constraint").asString()).toList();
    }

    @Test
    void a_file_holds_for_its_table_and_goes_before_a_comment(@TempDir Path folder)
            throws IOException {
        var tables = AuthServer.database();
        tables.execute("""
                create table public.papers (id int primary key, title text);
                comment on table public.papers is
                    '@schema {"properties": {"title": {"maxLength": 1}}}';
                create table public.noted (id int primary key, title text);
                comment on table public.noted is
                    '@schema {"properties": {"title": {"maxLength": 1}}}';
                create table public.broken (id int primary key);
                """);
        Files.writeString(folder.resolve("public.papers.json"),
                "{\"required\": [\"title\"], \"properties\": {\"title\": {\"minLength\": 3}}}");
        Files.writeString(folder.resolve("papers.json"), "false");
        Files.writeString(folder.resolve("public.broken.json"), "{\"type\": \"nothing\"}");
        Files.writeString(folder.resolve("public.noted.txt"), "false");
        try (var server = AuthServer.start(tables, Map.of(
                "validation.schemas", folder.toString(), "validation.mode", "always"))) {
            assertThat(told(server, "/papers", "[{\"id\":1,\"title\":\"ab\"}]"))
                    .containsExactly("/0/title minLength");
            assertThat(told(server, "/papers", "{\"id\":2}")).containsExactly("/title required");
            assertThat(told(server, "/noted", "{\"id\":1,\"title\":\"ab\"}"))
                    .containsExactly("/title maxLength");
            for (String sound : List.of("/papers", "/broken")) {
                Reply reply = server.send("POST", "/rest/v1" + sound,
                        sound.equals("/papers") ? "{\"id\":3,\"title\":\"abc\"}" : "{\"id\":3}",
                        AuthServer.service());
                assertThat(reply.status()).as(reply.raw().text()).isEqualTo(201);
            }
            Reply declined = server.send("POST", "/rest/v1/papers", "{\"id\":4}",
                    AuthServer.service()[0], AuthServer.service()[1],
                    "Prefer", "validation=none");
            assertThat(declined.status()).as(declined.raw().text()).isEqualTo(201);
        }
    }
}
