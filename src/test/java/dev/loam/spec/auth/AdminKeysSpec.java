package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Keys of services, made and revoked over HTTP.
class AdminKeysSpec {
    private static final String PATH = "/admin/api-keys";
    private static AuthServer server;

    @BeforeAll
    static void start() {
        var database = AuthServer.database();
        database.execute("create table things (name text); insert into things values ('one');"
                + " grant select on things to service_role");
        server = AuthServer.start(database, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply admin(String method, String path, String quoted) {
        return server.auth(method, path, json(quoted), AuthServer.service());
    }

    private static JsonNode made(String quoted) {
        var reply = admin("POST", PATH, quoted);
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(200);
        return reply.json();
    }

    private static JsonNode listed(String id) {
        for (var key : admin("GET", PATH, null).json().path("api_keys")) {
            if (key.path("id").asString().equals(id)) {
                return key;
            }
        }
        throw new AssertionError("no key " + id);
    }

    private static Reply things(String key) {
        return server.send("GET", "/rest/v1/things", null, "apikey", key);
    }

    @Test
    void a_key_is_shown_once_opens_its_routes_and_is_revoked_at_once() {
        var made = made("{'name':'reports','role':'service_role','scopes':['rest'],"
                + "'expires_at':'2999-01-01T00:00:00Z'}");
        var key = made.path("key").asString();
        assertThat(key).startsWith(made.path("prefix").asString()).startsWith("sb_secret_");
        assertThat(things(key).status()).isEqualTo(200);
        assertThat(server.get("/admin/users", "apikey", key).status()).isEqualTo(403);

        var listed = listed(made.path("id").asString());
        assertThat(listed.has("key")).isFalse();
        assertThat(listed.path("name").asString()).isEqualTo("reports");
        assertThat(listed.path("scopes").toString()).isEqualTo("[\"rest\"]");
        assertThat(listed.path("expires_at").asString()).startsWith("2999-");

        var path = PATH + "/" + made.path("id").asString();
        assertThat(admin("DELETE", path, null).json().has("revoked_at")).isTrue();
        assertThat(things(key).status()).isEqualTo(401);
        assertThat(listed(made.path("id").asString()).has("revoked_at")).isTrue();
        assertThat(admin("GET", "/admin/audit?query=api_key", null).raw().text())
                .contains("api_key_created", "api_key_revoked").doesNotContain(key);
    }

    @Test
    void a_limited_key_makes_no_keys() {
        var limited = made("{'name':'l','role':'service_role','scopes':['auth']}")
                .path("key").asString();
        assertThat(server.get("/admin/users", "apikey", limited).status()).isEqualTo(200);
        assertThat(server.get(PATH, "apikey", limited).text("code")).isEqualTo("not_admin");
        assertThat(server.post(PATH, json("{'name':'more','role':'service_role'}"),
                "apikey", limited).text("code")).isEqualTo("not_admin");
        var whole = made("{'name':'w','role':'service_role'}").path("key").asString();
        assertThat(server.get(PATH, "apikey", whole).status()).isEqualTo(200);
        var anon = made("{'name':'a','role':'anon'}").path("key").asString();
        assertThat(anon).startsWith("sb_publishable_");
        assertThat(server.get(PATH, "apikey", anon).status()).isEqualTo(401);
    }

    @Test
    void what_is_wrong_is_said() {
        for (var wrong : List.of("{}", "{'name':'x'}", "{'name':'x','role':'nobody_known'}",
                "{'name':'x','role':'postgres'}", "{'name':'x','role':'anon','scopes':'rest'}",
                "{'name':'x','role':'anon','expires_at':'soon'}",
                "{'name':'x','role':'anon','expires_at':'2001-01-01T00:00:00Z'}")) {
            var reply = admin("POST", PATH, wrong);
            assertThat(reply.text("code")).as(wrong).isEqualTo("validation_failed");
        }
        assertThat(admin("DELETE", PATH + "/00000000-0000-4000-8000-000000000000", null)
                .text("code")).isEqualTo("not_found");
    }
}
