package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Refusals in the form that each generation of clients reads, and with the status they act upon.
class ErrorFormSpec {
    private static AuthServer server;
    private static People people;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of());
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawHttp.Answer old(String method, String path, String body,
            String[]... headers) {
        return new RawHttp(server.port()).send(method, "/auth/v1" + path, List.of(headers),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_client_of_today_reads_a_code_in_words() {
        var reply = people.refresh("nothing");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.raw().text()).isEqualTo("{\"code\":\"refresh_token_not_found\","
                + "\"message\":\"Invalid Refresh Token: Refresh Token Not Found\"}");
        assertThat(reply.header("X-Supabase-Api-Version")).isEqualTo("2024-01-01");
        assertThat(reply.header("x-sb-error-code")).isEqualTo("refresh_token_not_found");
        assertThat(reply.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void an_older_client_reads_the_status_and_both_texts() {
        var answer = old("POST", "/token?grant_type=refresh_token",
                json("{'refresh_token':'nothing'}"));

        assertThat(answer.text()).isEqualTo("{\"code\":400,\"error_code\":\"refresh_token_not_found"
                + "\",\"msg\":\"Invalid Refresh Token: Refresh Token Not Found\"}");
        assertThat(answer.header("X-Supabase-Api-Version")).isNull();
        assertThat(answer.header("x-sb-error-code")).isEqualTo("refresh_token_not_found");
    }

    @Test
    void a_body_of_more_than_a_mebibyte_is_refused() {
        var large = "{\"email\":\"a@example.org\",\"password\":\"" + "x".repeat(1 << 20) + "\"}";

        refused(server.post("/signup", large), 413, "request_entity_too_large");
        assertThat(old("POST", "/signup", large).text())
                .startsWith("{\"code\":413,\"error_code\":\"request_entity_too_large\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nothing", "{\"email\":}", "[]", "\"text\"", "null", "1",
        "{\"email\":\"a@example.org\"", "{'email':'x'}", "{\"a\":1}}"})
    void what_is_no_object_of_json_is_refused(String body) {
        var reply = server.post("/signup", body);
        refused(reply, 400, "bad_json");
        assertThat(reply.text("message")).startsWith("Could not parse request body as JSON: ");
    }

    @Test
    void an_object_that_is_nested_too_deep_is_refused() {
        refused(server.post("/signup", "{\"data\":" + "[".repeat(5000) + "]".repeat(5000) + "}"),
                400, "bad_json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "/signup | {'email':5,'password':'correct horse'} | email must be a string",
        "/signup | {'email':['a@example.org'],'password':'x'} | email must be a string",
        "/signup | {'email':'a@example.org','password':true} | password must be a string",
        "/signup | {'email':'a@example.org','password':'correct horse','data':[]}"
                + " | data must be an object",
        "/signup | {'email':'a\\u0000@example.org'} | email must be a string without NUL",
        "/signup | {'email':'a@example.org','password':'secret1','gotrue_meta_security':1}"
                + " | gotrue_meta_security must be an object",
        "/otp | {'email':'a@example.org','create_user':'yes'} | create_user must be true or false",
        "/token?grant_type=refresh_token | {'refresh_token':{}} | refresh_token must be a string",
        "/verify | {'type':1} | type must be a string"})
    void a_field_of_a_wrong_type_is_named(String path, String body, String message) {
        var reply = people.post(path, body);
        refused(reply, 400, "validation_failed");
        assertThat(reply.text("message")).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "/signup | {'email':'nonsense','password':'correct horse'}"
                + " | Unable to validate email address: invalid format",
        "/signup | {'phone':'12ab','password':'correct horse'}"
                + " | Invalid phone number format (E.164 required)",
        "/signup | {'email':'a@example.org'} | Signup requires a valid password",
        "/token?grant_type=password | {} | missing email or phone",
        "/recover | {} | Password recovery requires an email",
        "/token?grant_type=refresh_token | {} | refresh_token required"})
    void what_is_missing_or_malformed_is_told(String path, String body, String message) {
        var reply = people.post(path, body);
        refused(reply, 400, "validation_failed");
        assertThat(reply.text("message")).isEqualTo(message);
    }

    @Test
    void an_unknown_grant_path_or_method_is_refused() {
        refused(people.post("/token?grant_type=magic", "{}"), 400, "validation_failed");
        refused(people.post("/token", "{}"), 400, "validation_failed");
        refused(server.get("/nowhere"), 404, "not_found");
        refused(server.get("/nowhere/at/all"), 404, "not_found");
        refused(server.get("/signup"), 405, "validation_failed");
        refused(server.auth("DELETE", "/user", null), 405, "validation_failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/user", "/token?grant_type=password", "/signup", "/nowhere",
        "/admin/users", "/factors"})
    void a_browser_may_ask_first_and_read_every_answer(String path) {
        var asked = server.auth("OPTIONS", path, null, "Origin", "https://app.example",
                "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers",
                "authorization,x-client-info,apikey,content-type,x-supabase-api-version");
        assertThat(asked.status()).isBetween(200, 204);
        assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(asked.header("Access-Control-Allow-Methods")).contains("POST", "PUT", "DELETE");
        assertThat(asked.header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
                .contains("authorization", "x-client-info", "apikey", "content-type",
                        "x-supabase-api-version");

        var refused = server.auth("PATCH", path, null, "Origin", "https://app.example");
        assertThat(refused.status()).isBetween(400, 499);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void a_request_without_a_user_is_told_what_it_lacks() {
        refused(server.get("/user"), 401, "no_authorization");
        assertThat(server.get("/user").text("message"))
                .isEqualTo("This endpoint requires a valid Bearer token");
        var anon = Tokens.of("anon", null);
        refused(server.get("/user", AuthServer.bearer(anon)), 403, "bad_jwt");
        assertThat(server.get("/user", AuthServer.bearer(anon)).text("message"))
                .isEqualTo("invalid claim: missing sub claim");
        refused(server.get("/user", "apikey", anon), 401, "no_authorization");
        refused(server.get("/user", "Authorization", "Basic YTpi"), 401, "no_authorization");
        refused(server.get("/user", "Authorization", "Bearer "), 401, "no_authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b.c", "eyJhbGciOiJub25lIn0.e30.",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA"})
    void a_token_that_is_none_is_refused(String token) {
        var reply = server.get("/user", AuthServer.bearer(token));
        refused(reply, 403, "bad_jwt");
        assertThat(reply.text("message"))
                .startsWith("invalid JWT: unable to parse or verify signature, ");
    }

    @Test
    void a_token_of_nobody_or_of_no_session_is_refused() {
        refused(server.get("/user", AuthServer.bearer(Tokens.of("authenticated",
                "11111111-1111-4111-8111-111111111111"))), 403, "user_not_found");
        refused(server.get("/user", AuthServer.bearer(Tokens.of("authenticated", "x"))), 403,
                "bad_jwt");
        var user = people.signUp(People.address()).json().path("user").path("id").asString();
        refused(server.get("/user", AuthServer.bearer(Tokens.signed(json("{'role':'authenticated',"
                + "'sub':'" + user + "','exp':4102444800,"
                + "'session_id':'11111111-1111-4111-8111-111111111111'}")))), 403,
                "session_not_found");
    }

    @Test
    void only_an_administrator_administers() {
        var session = people.signUp(People.address()).json();
        for (var path : List.of("/admin/users", "/admin/audit",
                "/admin/users/11111111-1111-4111-8111-111111111111")) {
            refused(server.get(path), 401, "no_authorization");
            refused(server.get(path, AuthServer.bearer(session)), 403, "not_admin");
            refused(server.get(path, AuthServer.bearer(Tokens.of("anon", null))), 403, "not_admin");
            refused(server.get(path, AuthServer.bearer("garbage")), 403, "bad_jwt");
        }
        assertThat(server.get("/admin/users", AuthServer.service()).status()).isEqualTo(200);
        assertThat(server.get("/admin/users", "apikey", Tokens.of("service_role", null)).status())
                .isEqualTo(200);
        refused(server.get("/admin/users/11111111-1111-4111-8111-111111111111",
                AuthServer.service()), 404, "user_not_found");
        refused(server.get("/admin/users/nobody", AuthServer.service()), 404, "validation_failed");
    }

    private static void refused(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.header("x-sb-error-code")).isEqualTo(code);
        assertThat(reply.json().has("message")).isTrue();
    }
}
