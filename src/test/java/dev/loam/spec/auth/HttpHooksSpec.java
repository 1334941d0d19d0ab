package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Hooks that are endpoints: mail and messages go to them, signed.
class HttpHooksSpec {
    private static final byte[] KEY = "a key of the tests, thirty-two b".getBytes(
            StandardCharsets.US_ASCII);

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private HttpServer endpoint;
    private volatile String answer = "{}";

    @BeforeEach
    void listen() throws IOException {
        endpoint = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/", this::receive);
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.stop(0);
    }

    /// Takes what is signed as it should be.
    private void receive(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        boolean signed = headers.getFirst("webhook-signature").equals("v1," + signature(
                headers.getFirst("webhook-id") + "." + headers.getFirst("webhook-timestamp")
                        + "." + body));
        if (signed) {
            received.add(AuthServer.JSON.readTree(body));
        }
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(signed ? 200 : 401, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String signature(String content) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(
                    mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private AuthServer with(String hook, Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("auth.hook." + hook + ".enabled", "true");
        settings.put("auth.hook." + hook + ".uri",
                "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/hook");
        settings.put("auth.hook." + hook + ".secrets",
                "v1,whsec_" + Base64.getEncoder().encodeToString(KEY));
        return AuthServer.start(settings);
    }

    private JsonNode next() {
        try {
            var next = received.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("a signed call").isNotNull();
            return next;
        } catch (InterruptedException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    @Test
    void mail_goes_to_the_hook_with_what_it_takes_to_write_it() {
        try (var server = with("send-email", Map.of())) {
            var ann = AuthPerson.signUp(server);
            assertThat(server.post("/recover", json("{'email':'" + ann.email() + "'}")).status())
                    .isEqualTo(200);
            var told = next();
            assertThat(told.path("user").path("email").asString()).isEqualTo(ann.email());
            var data = told.path("email_data");
            assertThat(data.path("email_action_type").asString()).isEqualTo("recovery");
            assertThat(data.path("token").asString()).matches("[0-9]{6}");
            var session = server.post("/verify", json("{'type':'recovery','token_hash':'"
                    + data.path("token_hash").asString() + "'}"));
            assertThat(session.status()).as(session.raw().text()).isEqualTo(200);
        }
    }

    @Test
    void messages_go_to_the_hook() {
        try (var server = with("send-sms", Map.of("auth.sms.enable-confirmations", "true"))) {
            var asked = server.post("/otp", json("{'phone':'+1 555 0142'}"));
            assertThat(asked.status()).as(asked.raw().text()).isEqualTo(200);
            var told = next();
            assertThat(told.path("user").path("phone").asString()).isEqualTo("15550142");
            var session = server.post("/verify", json("{'type':'sms','phone':'15550142',"
                    + "'token':'" + told.path("sms").path("otp").asString() + "'}"));
            assertThat(session.status()).as(session.raw().text()).isEqualTo(200);
        }
    }

    @Test
    void what_waits_when_the_process_ends_is_still_sent() {
        var server = with("send-email", Map.of("auth.email.enable-confirmations", "true",
                "auth.email.max-frequency", "0s"));
        var wanted = new HashSet<String>();
        for (int i = 0; i < 8; i++) {
            var email = "late" + i + "@example.org";
            server.post("/admin/users",
                    json("{'email':'" + email + "','email_confirm':true}"), AuthServer.service());
            wanted.add(email);
        }
        for (var email : wanted) {
            assertThat(server.post("/recover", json("{'email':'" + email + "'}")).status())
                    .isEqualTo(200);
        }
        server.close();
        assertThat(received.stream().map(told -> told.path("user").path("email").asString()))
                .containsAll(wanted);
    }

    @Test
    void an_endpoint_may_refuse_a_newcomer() {
        answer = "{\"error\":{\"http_code\":403,\"message\":\"Not this one\"}}";
        try (var server = with("before-user-created", Map.of())) {
            var reply = server.post("/signup",
                    json("{'email':'a@example.org','password':'secret1'}"));
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text("message")).isEqualTo("Not this one");
            assertThat(next().path("metadata").path("name").asString())
                    .isEqualTo("before-user-created");
            assertThat(server.tables().value("select count(*) from auth.users")).isEqualTo("0");
        }
    }
}
