package dev.loam.spec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.Tokens;
import dev.loam.spec.auth.AuthCases.Case;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// What the auth API says to wrong requests, status, code and words: `cases/auth/answers.txt`.
class AuthCasesSpec {
    private static final String NOBODY = "6d3b1c0e-2c0f-4a8e-9d55-1f6f3a7d1e22";

    @TestFactory
    Stream<DynamicNode> answers() {
        return AuthCases.read().stream().map(cases ->
                DynamicContainer.dynamicContainer(cases.name(), tests(cases)));
    }

    private static Stream<DynamicTest> tests(AuthCases cases) {
        var server = new Started(cases.settings());
        return Stream.concat(
                cases.cases().stream().map(each ->
                        DynamicTest.dynamicTest(each.name(), () -> server.check(each))),
                Stream.of(DynamicTest.dynamicTest("and its end", server::close)));
    }

    /// A server that starts with its first request, and the tokens of who asks.
    private static final class Started {
        private final Map<String, String> settings;
        private final Map<String, String> people = new HashMap<>();
        private AuthServer server;

        Started(Map<String, String> settings) {
            this.settings = settings;
        }

        void check(Case each) {
            if (server == null) {
                server = AuthServer.start(settings);
            }
            var reply = server.auth(each.method(), each.path(), each.body(),
                    each.who() == null ? new String[0] : AuthServer.bearer(token(each.who())));
            var text = reply.raw().text();
            assertThat(reply.status()).as(text).isEqualTo(each.status());
            if (each.code() == null) {
                assertThat(text).contains(each.message());
                return;
            }
            assertThat(reply.text("code")).isEqualTo(each.code());
            assertThat(reply.header("x-sb-error-code")).isEqualTo(each.code());
            if (each.message().endsWith("…")) {
                assertThat(reply.text("message")).startsWith(
                        each.message().substring(0, each.message().length() - 1));
            } else {
                assertThat(reply.text("message")).isEqualTo(each.message());
            }
        }

        private String token(String who) {
            return switch (who) {
                case "service" -> Tokens.of("service_role", null);
                case "anonymous key" -> Tokens.of("anon", null);
                case "somebody deleted" -> Tokens.of("authenticated", NOBODY);
                case "an expired token" -> Tokens.signed("{\"role\":\"authenticated\",\"sub\":\""
                        + NOBODY + "\",\"exp\":1}");
                case "a token of no session" -> Tokens.signed("{\"role\":\"authenticated\","
                        + "\"sub\":\"" + id("ann") + "\",\"session_id\":\"" + NOBODY + "\"}");
                case "nonsense" -> "nonsense";
                default -> people.computeIfAbsent(who, this::signedUp);
            };
        }

        private String signedUp(String name) {
            return session(name).path("access_token").asString();
        }

        private String id(String name) {
            return session(name).path("user").path("id").asString();
        }

        /// By an administrator, so that it works wherever people may not sign up.
        private JsonNode session(String name) {
            var credentials = "\"email\":\"" + name + "@example.org\",\"password\":\"Secret-1\"";
            server.post("/admin/users", "{" + credentials + ",\"email_confirm\":true}",
                    AuthServer.service());
            return server.post("/token?grant_type=password", "{" + credentials + "}").json();
        }

        void close() {
            if (server != null) {
                server.close();
            }
        }
    }
}
