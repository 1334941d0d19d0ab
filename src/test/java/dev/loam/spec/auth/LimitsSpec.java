package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.config.AuthTable;
import dev.loam.app.config.ConfigLoader;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.Tokens;
import dev.loam.modules.auth.config.LimitConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each endpoint can be asked so often and no more, by an address, an account, or everybody.
class LimitsSpec {
    private static final String OFTEN = "over_request_rate_limit";

    private static AuthServer limited(String limit) {
        return limited(limit, 2, Map.of());
    }

    private static AuthServer limited(String limit, int times, Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("auth.rate-limit." + limit, String.valueOf(times));
        settings.putIfAbsent("auth.password.hashing.memory", "1MiB");
        return AuthServer.start(settings);
    }

    /// The third request of an endpoint, or of several that are counted together, is refused.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "token-refresh | POST /token?grant_type=refresh_token {'refresh_token':'x'}"
                + " ; POST /token?grant_type=pkce {'auth_code':'x','code_verifier':'y'}",
        "token-verifications | POST /verify {'type':'signup','token_hash':'x'}"
                + " ; GET /verify?token=x&type=signup",
        "otp | POST /otp {'email':'a@example.org'} ; POST /magiclink {'email':'b@example.org'}",
        "otp | POST /recover {'email':'a@example.org'}"
                + " ; POST /resend {'type':'signup','email':'c@example.org'}",
        "sign-in-sign-ups | POST /signup {'email':'a@example.org','password':'correct horse'}"
                + " ; POST /token?grant_type=password {'email':'b@example.org','password':'x'}",
        "anonymous-users | POST /signup {} ; POST /signup {'data':{}}",
        "passkey | POST /passkeys/authentication/options {}"
                + " ; POST /passkeys/authentication/options {}"})
    void an_address_is_refused(String limit, String requests) {
        try (var server = limited(limit)) {
            var those = requests.split(" ; ");
            for (var request : those) {
                assertThat(ask(server, request).status()).as(request).isNotEqualTo(429);
            }
            for (var request : those) {
                tooMuch(ask(server, request), OFTEN, "Request rate limit reached");
            }
        }
    }

    private static Reply ask(AuthServer server, String request) {
        var parts = request.strip().split(" ", 3);
        return server.auth(parts[0], parts[1], parts.length < 3 ? null : json(parts[2]));
    }

    private static void tooMuch(Reply reply, String code, String message) {
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.text("message")).isEqualTo(message);
        assertThat(reply.header("x-sb-error-code")).isEqualTo(code);
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
    }

    @Test
    void answers_to_challenges_are_counted() {
        try (var server = limited("mfa-verify")) {
            var session = new People(server).signUp(People.address()).json();
            var factor = UUID.randomUUID();
            Reply last = null;
            for (int i = 0; i < 3; i++) {
                last = server.post("/factors/" + factor + "/verify", json(
                        "{'challenge_id':'" + UUID.randomUUID() + "','code':'123456'}"),
                        AuthServer.bearer(session));
            }
            tooMuch(last, OFTEN, "Request rate limit reached");
        }
    }

    @Test
    void new_passwords_of_an_account_are_counted() {
        try (var server = limited("sign-in-sign-ups")) {
            var session = new People(server).signUp(People.address()).json();
            Reply last = null;
            for (int i = 0; i < 3; i++) {
                last = server.auth("PUT", "/user", json("{'password':'another one " + i + "'}"),
                        AuthServer.bearer(session));
            }
            tooMuch(last, OFTEN, "Request rate limit reached");
        }
    }

    @Test
    void another_address_is_counted_for_itself() throws Exception {
        try (var server = limited("token-refresh")) {
            for (int i = 0; i < 3; i++) {
                ask(server, "POST /token?grant_type=refresh_token {'refresh_token':'x'}");
            }
            assertThat(refreshFrom("127.0.0.1", server)).contains(" 429 ");
            assertThat(refreshFrom("127.0.0.2", server)).contains(" 400 ");
        }
    }

    /// The status line of a refresh by a client with another address of this machine.
    private static String refreshFrom(String address, AuthServer server) throws IOException {
        try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port(),
                InetAddress.getByName(address), 0)) {
            var body = "{\"refresh_token\":\"x\"}";
            socket.getOutputStream().write(("POST /auth/v1/token?grant_type=refresh_token HTTP/1.1"
                    + "\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines().findFirst().orElse("");
        }
    }

    @Test
    void an_address_that_is_told_by_a_header_is_not_believed() {
        try (var server = limited("token-refresh")) {
            Reply last = null;
            for (int i = 0; i < 3; i++) {
                last = server.post("/token?grant_type=refresh_token",
                        json("{'refresh_token':'x'}"), "X-Forwarded-For", "192.0.2." + i);
            }
            assertThat(last.status()).isEqualTo(429);
        }
    }

    @Test
    void mails_of_the_process_are_counted() {
        try (var server = limited("email-sent")) {
            Reply last = null;
            for (int i = 0; i < 3; i++) {
                last = ask(server, "POST /recover {'email':'" + People.address() + "'}");
            }
            tooMuch(last, "over_email_send_rate_limit", "email rate limit exceeded");
        }
    }

    @Test
    void text_messages_of_the_process_are_counted() {
        try (var server = limited("sms-sent")) {
            Reply last = null;
            for (int i = 0; i < 3; i++) {
                last = ask(server, "POST /otp {'phone':'" + People.number() + "'}");
            }
            tooMuch(last, "over_sms_send_rate_limit", "SMS rate limit exceeded");
        }
    }

    @Test
    void an_address_gets_no_second_mail_at_once_whether_or_not_it_has_an_account() {
        try (var server = limited("otp", 0, Map.of("auth.email.max-frequency", "60s",
                "auth.sms.max-frequency", "60s", "auth.email.enable-confirmations", "true",
                "auth.sms.enable-confirmations", "true"))) {
            var known = People.address();
            new People(server).confirmed(known);
            for (var email : List.of(known, People.address())) {
                for (var path : List.of("/recover", "/otp", "/signup")) {
                    var body = json(People.credentials(email));
                    assertThat(server.post(path, body).status()).isEqualTo(200);
                    soon(server.post(path, body), "over_email_send_rate_limit");
                }
            }
            var phone = json("{'phone':'" + People.number() + "'}");
            assertThat(server.post("/otp", phone).status()).isEqualTo(200);
            soon(server.post("/otp", phone), "over_sms_send_rate_limit");
        }
    }

    private static void soon(Reply reply, String code) {
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.text("message")).matches("For security purposes, you can only request"
                + " this after ([1-9]|[1-5][0-9]|60) seconds\\.");
        assertThat(reply.header("Retry-After")).isNotNull();
    }

    @Test
    void wrong_passwords_make_an_account_wait_and_one_that_does_not_exist() {
        try (var server = limited("sign-in-sign-ups", 0, Map.of())) {
            var people = new People(server);
            var known = People.address();
            people.confirmed(known);
            for (var email : List.of(known, People.address())) {
                var wrong = "{'email':'" + email + "','password':'wrong one'}";
                for (int i = 0; i < 6; i++) {
                    assertThat(people.post("/token?grant_type=password", wrong).text("code"))
                            .isEqualTo("invalid_credentials");
                }
                tooMuch(people.post("/token?grant_type=password", wrong), OFTEN,
                        "Request rate limit reached");
            }
        }
    }

    @Test
    void zero_forbids_nothing() {
        try (var server = limited("token-refresh", 0, Map.of())) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask(server, "POST /token?grant_type=refresh_token"
                        + " {'refresh_token':'x'}").status()).isEqualTo(400);
            }
        }
    }

    @Test
    void in_development_limits_are_a_hundred_times_those_of_a_service(@TempDir Path project) {
        var auth = ConfigLoader.load(new ConfigLoader.Sources(project, null,
                Map.of("LOAM_JWT_SECRET", Tokens.SECRET), List.of())).config().auth();
        var limits = LimitConfig.DEFAULT;

        assertThat(List.of(auth.get(AuthTable.TOKEN_REFRESH), auth.get(AuthTable.OTP),
                auth.get(AuthTable.TOKEN_VERIFICATIONS), auth.get(AuthTable.SIGN_IN_SIGN_UPS),
                auth.get(AuthTable.ANONYMOUS_USERS), auth.get(AuthTable.EMAIL_SENT),
                auth.get(AuthTable.SMS_SENT), auth.get(AuthTable.PASSKEY_LIMIT),
                auth.get(AuthTable.MFA_VERIFY), auth.get(AuthTable.CLIENT_REGISTRATION)))
                .isEqualTo(List.of(limits.tokenRefresh() * 100, limits.otp() * 100,
                        limits.verify() * 100, limits.signInSignUp() * 100,
                        limits.anonymousPerHour() * 100, limits.mailsPerHour() * 100,
                        limits.messagesPerHour() * 100, limits.passkey() * 100,
                        limits.factorVerifyPerMinute() * 100,
                        limits.clientRegistrationPerHour() * 100));
    }
}
