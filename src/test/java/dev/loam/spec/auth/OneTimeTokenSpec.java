package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Codes and links serve once, for one account, one address and one purpose, and not for long.
class OneTimeTokenSpec {
    private static final Pattern LINK =
            Pattern.compile("/auth/v1(/verify\\?token=([A-Za-z0-9_]+)&type=(\\w+)\\S*)");
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
    private static final String EXPIRED = "Email link is invalid or has expired";
    private static final String VERIFIER = "a verifier of more than forty-three characters, all of";

    private static AuthServer server;
    private static People people;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of("auth.email.enable-confirmations", "true",
                "auth.sms.enable-confirmations", "true", "auth.email.max-frequency", "0s",
                "auth.sms.max-frequency", "0s",
                "auth.additional-redirect-urls", "https://app.example.org/**"));
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// What a message says: the path of its link, the link's hash, and the code.
    private record Message(String path, String hash, String type, String code) {
        static Message of(JsonNode json) {
            var text = json.path("text").asString();
            var link = LINK.matcher(text);
            boolean has = link.find();
            var code = CODE.matcher(has ? text.substring(link.end()) : text);
            return new Message(has ? link.group(1) : null, has ? link.group(2) : null,
                    has ? link.group(3) : null, code.find() ? code.group(1) : null);
        }
    }

    /// The newest message once there are so many.
    private static Message newest(String to, int count) {
        return Message.of(server.mailbox(to, count).getFirst());
    }

    private static Message recovery(String email) {
        int before = server.mailbox(email, 0).size();
        people.post("/recover", "{'email':'" + email + "'}");
        return newest(email, before + 1);
    }

    private static String account() {
        var email = People.address();
        people.confirmed(email);
        return email;
    }

    private static Reply byCode(String type, String email, String code) {
        return people.post("/verify", "{'type':'" + type + "','email':'" + email + "','token':'"
                + code + "'}");
    }

    private static Reply byHash(String type, String hash) {
        return people.post("/verify", "{'type':'" + type + "','token_hash':'" + hash + "'}");
    }

    @Test
    void a_code_serves_once() {
        var email = account();
        var code = recovery(email).code();

        assertThat(byCode("recovery", email, code).status()).isEqualTo(200);
        refused(byCode("recovery", email, code), "Token has expired or is invalid");
    }

    @Test
    void a_link_serves_once() {
        var email = People.address();
        people.signUp(email);
        var message = newest(email, 1);

        assertThat(message.type()).isEqualTo("signup");
        var landed = server.get(message.path());
        assertThat(landed.status()).isEqualTo(303);
        assertThat(landed.header("Location")).startsWith("http://127.0.0.1:3000#access_token=")
                .contains("&refresh_token=", "&sb=&token_type=bearer&type=signup");
        assertThat(landed.header("Cache-Control")).isEqualTo("no-store");
        assertThat(server.get(message.path()).header("Location")).isEqualTo(
                "http://127.0.0.1:3000#error=access_denied&error_code=otp_expired"
                        + "&error_description=Email+link+is+invalid+or+has+expired&sb=");
        refused(byCode("signup", email, message.code()), "Token has expired or is invalid");
    }

    @Test
    void of_many_who_use_a_code_at_once_one_signs_in() {
        for (var way : List.of("code", "hash", "link")) {
            var email = account();
            var message = recovery(email);
            var replies = People.atOnce(10, () -> switch (way) {
                case "code" -> byCode("recovery", email, message.code());
                case "hash" -> byHash("recovery", message.hash());
                default -> server.get(message.path());
            });

            assertThat(replies.stream().filter(reply -> reply.status() == 200
                    || reply.status() == 303
                            && reply.header("Location").contains("access_token"))).hasSize(1);
            assertThat(server.tables().value("select count(*) from auth.sessions s join auth.users"
                    + " u on u.id = s.user_id where u.email = '" + email + "'")).isEqualTo("1");
        }
    }

    @Test
    void an_old_code_or_link_has_expired() {
        var email = account();
        var message = recovery(email);
        server.tables().execute("update auth.one_time_tokens set created_at = created_at"
                + " - interval '61 minutes' where relates_to = '" + email + "'");

        refused(byCode("recovery", email, message.code()), "Token has expired or is invalid");
        refused(byHash("recovery", message.hash()), EXPIRED);
        assertThat(server.get(message.path()).header("Location")).contains(
                "error_code=otp_expired");
    }

    @Test
    void a_new_code_replaces_the_old_one() {
        var email = account();
        var first = recovery(email);
        var second = recovery(email);

        refused(byCode("recovery", email, first.code()), "Token has expired or is invalid");
        refused(byHash("recovery", first.hash()), EXPIRED);
        assertThat(byCode("recovery", email, second.code()).status()).isEqualTo(200);
    }

    @Test
    void a_code_is_bound_to_its_purpose() {
        var email = account();
        var recovery = recovery(email);
        for (var type : List.of("signup", "invite", "email_change")) {
            refused(byHash(type, recovery.hash()), EXPIRED);
        }
        refused(byCode("signup", email, recovery.code()), "Token has expired or is invalid");
        refused(byCode("email_change", email, recovery.code()),
                "Token has expired or is invalid");

        var fresh = People.address();
        people.signUp(fresh);
        var confirmation = newest(fresh, 1);
        refused(byHash("recovery", confirmation.hash()), EXPIRED);
        refused(byHash("email_change", confirmation.hash()), EXPIRED);
        refused(byCode("recovery", fresh, confirmation.code()),
                "Token has expired or is invalid");
        assertThat(byCode("signup", fresh, confirmation.code()).status()).isEqualTo(200);
    }

    @Test
    void a_code_is_bound_to_its_account() {
        var one = account();
        var other = account();
        var code = recovery(one).code();
        recovery(other);

        refused(byCode("recovery", other, code), "Token has expired or is invalid");
        refused(byCode("recovery", People.address(), code), "Token has expired or is invalid");
        assertThat(byCode("recovery", one, code).status()).isEqualTo(200);
    }

    @Test
    void a_code_for_a_number_proves_no_address() {
        var email = People.address();
        var phone = People.number();
        people.confirmed(email);
        server.tables().execute("update auth.users set phone = '" + phone
                + "', phone_confirmed_at = now() where email = '" + email + "'");
        people.post("/otp", "{'phone':'" + phone + "'}");
        var code = newest(phone, 1).code();

        for (var type : List.of("email", "signup", "magiclink", "recovery")) {
            refused(byCode(type, email, code), "Token has expired or is invalid");
        }
        assertThat(people.post("/verify", "{'type':'sms','phone':'" + phone + "','token':'" + code
                + "'}").status()).isEqualTo(200);
    }

    @Test
    void a_link_to_an_address_that_the_account_has_no_more_proves_nothing() {
        var email = account();
        var message = recovery(email);
        server.tables().execute("update auth.users set email = 'new-" + email
                + "' where email = '" + email + "'");

        refused(byHash("recovery", message.hash()), EXPIRED);
        assertThat(server.get(message.path()).header("Location")).contains("otp_expired");
    }

    @Test
    void guesses_are_slowed_down_whether_or_not_there_is_an_account() {
        for (var email : List.of(account(), People.address())) {
            for (int i = 0; i < 6; i++) {
                refused(byCode("recovery", email, "00000" + i),
                        "Token has expired or is invalid");
            }
            var late = byCode("recovery", email, "000009");
            assertThat(late.status()).isEqualTo(429);
            assertThat(late.text("code")).isEqualTo("over_request_rate_limit");
            assertThat(late.header("Retry-After")).isNotNull();
        }
    }

    @Test
    void who_looks_ahead_uses_no_link_up() {
        var email = account();
        var message = recovery(email);

        assertThat(server.auth("HEAD", message.path(), null).status()).isEqualTo(204);
        assertThat(server.get(message.path()).header("Location")).contains("access_token=");
    }

    @Test
    void a_client_with_a_verifier_fetches_its_session_once() throws Exception {
        var email = account();
        var challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(
                MessageDigest.getInstance("SHA-256").digest(verifier().getBytes(
                        StandardCharsets.US_ASCII)));
        people.post("/recover?redirect_to=https%3A%2F%2Fapp.example.org%2Fin%3Fa%3Db",
                "{'email':'" + email + "','code_challenge':'" + challenge
                        + "','code_challenge_method':'s256'}");
        var message = newest(email, 1);
        assertThat(message.hash()).startsWith("pkce_");

        var landed = server.get(message.path()).header("Location");
        assertThat(landed).startsWith("https://app.example.org/in?a=b&code=");
        var code = landed.substring(landed.lastIndexOf('=') + 1);
        var wrong = fetch(code, verifier() + "x");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("code")).isEqualTo("bad_code_verifier");
        assertThat(fetch(code, verifier()).status()).isEqualTo(200);
        var again = fetch(code, verifier());
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.text("code")).isEqualTo("flow_state_not_found");

        var refused = "error=access_denied&error_code=otp_expired"
                + "&error_description=Email+link+is+invalid+or+has+expired";
        assertThat(server.get(message.path()).header("Location")).isEqualTo(
                "https://app.example.org/in?a=b&" + refused + "#" + refused + "&sb=");
    }

    private static String verifier() {
        return VERIFIER.replace(' ', '-').replace(",", "");
    }

    private static Reply fetch(String code, String verifier) {
        return people.post("/token?grant_type=pkce", "{'auth_code':'" + code
                + "','code_verifier':'" + verifier + "'}");
    }

    @Test
    void a_nonce_cannot_be_guessed_with_a_session_that_was_left_open() {
        try (var strict = AuthServer.start(Map.of("auth.email.secure-password-change", "true",
                "auth.password.hashing.memory", "1MiB"))) {
            var those = new People(strict);
            var session = those.signUp(People.address()).json();
            strict.tables().execute(
                    "update auth.sessions set created_at = now() - interval '2 days'");
            Reply last = null;
            for (int i = 0; i < 7; i++) {
                last = strict.auth("PUT", "/user", json("{'password':'another horse','nonce':'00"
                        + "000" + i + "'}"), AuthServer.bearer(session));
                assertThat(last.text("code")).isEqualTo(
                        i < 6 ? "reauthentication_not_valid" : "over_request_rate_limit");
            }
            assertThat(last.status()).isEqualTo(429);
        }
    }

    @Test
    void what_is_stored_is_no_code_in_the_clear() {
        var email = account();
        var code = recovery(email).code();

        assertThat(server.tables().value("select count(*) from auth.one_time_tokens where"
                + " token_hash like '%" + code + "%'")).isEqualTo("0");
        assertThat(server.tables().value("select length(token_hash) from auth.one_time_tokens"
                + " where relates_to = '" + email + "'")).isEqualTo("56");
    }

    private static void refused(Reply reply, String message) {
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(403);
        assertThat(reply.text("code")).isEqualTo("otp_expired");
        assertThat(reply.text("message")).isEqualTo(message);
    }
}
