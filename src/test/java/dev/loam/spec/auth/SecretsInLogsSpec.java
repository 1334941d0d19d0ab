package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.Tokens;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Whatever is logged while people come and go, at the finest level, holds none of their secrets.
class SecretsInLogsSpec {
    private static final Pattern LINK = Pattern.compile("\\S+(/verify\\?token=(\\w+)\\S*)");
    private static final Pattern CODE = Pattern.compile("(?m)\\b(\\d{6})\\s*$");

    private final Set<String> secrets = new HashSet<>();

    /// Keeps every line as it would be written.
    private static final class Kept extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage() + (event.getThrowableProxy() == null ? ""
                    : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @Test
    void no_line_holds_a_secret() {
        var kept = new Kept();
        kept.start();
        var loggers = List.of(logger("dev.loam"), logger("access"));
        var levels = loggers.stream().map(Logger::getLevel).toList();
        loggers.forEach(one -> {
            one.setLevel(Level.TRACE);
            one.addAppender(kept);
        });
        try (var server = AuthServer.start(Map.of("auth.email.enable-confirmations", "true",
                "auth.email.max-frequency", "0s", "auth.password.hashing.memory", "1MiB",
                "log-level", "info"))) {
            comeAndGo(server);
        } finally {
            for (int i = 0; i < loggers.size(); i++) {
                loggers.get(i).detachAppender(kept);
                loggers.get(i).setLevel(levels.get(i));
            }
        }

        secrets.add(Tokens.SECRET);
        assertThat(secrets).hasSizeGreaterThan(12);
        assertThat(kept.lines).hasSizeGreaterThan(10);
        for (var secret : secrets) {
            var whole = Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(secret)
                    + "(?![A-Za-z0-9])");
            assertThat(kept.lines).noneMatch(line -> whole.matcher(line).find());
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private void comeAndGo(AuthServer server) {
        var people = new People(server);
        secrets.add(People.PASSWORD);
        var email = People.address();
        people.signUp(email);
        follow(server, email, 1);
        var session = taken(people.signIn(email).json());
        people.post("/token?grant_type=password",
                "{'email':'" + email + "','password':'" + secret("a wrong password") + "'}");
        people.post("/recover", "{'email':'" + email + "'}");
        follow(server, email, 2);
        people.post("/recover", "{'email':'" + email + "'}");
        var message = server.mailbox(email, 3).getFirst().path("text").asString();
        var code = CODE.matcher(message);
        assertThat(code.find()).isTrue();
        taken(people.post("/verify", "{'type':'recovery','email':'" + email + "','token':'"
                + secret(code.group(1)) + "'}").json());
        session = taken(people.refresh(session.path("refresh_token").asString()).json());
        people.refresh(secret("no-such-refresh-token"));
        server.auth("PUT", "/user", json("{'password':'" + secret("another fine horse") + "'}"),
                AuthServer.bearer(session));
        server.get("/user", AuthServer.bearer(secret("not.a-valid.token")));
        server.send("GET", "/rest/v1/?apikey=" + secret("an-api-key-in-the-query"), null);
        server.get("/callback?code=" + secret("a-code-of-a-provider") + "&state="
                + secret("a-state-of-a-provider"));
        server.get("/admin/users", AuthServer.bearer(secret(Tokens.of("service_role", null))));
        server.post("/signup", "{\"password\":\"" + secret("half-a-body") + "\", oops");
        server.post("/logout", null, AuthServer.bearer(session));
    }

    private String secret(String text) {
        secrets.add(text);
        return text;
    }

    private JsonNode taken(JsonNode session) {
        secret(session.path("access_token").asString());
        secret(session.path("refresh_token").asString());
        assertThat(session.has("access_token")).as(session.toString()).isTrue();
        return session;
    }

    /// Follows the link of the newest mail.
    private void follow(AuthServer server, String email, int count) {
        var link = LINK.matcher(server.mailbox(email, count).getFirst().path("text").asString());
        assertThat(link.find()).isTrue();
        secret(link.group(2));
        var location = server.get(link.group(1)).header("Location");
        for (var pair : location.substring(location.indexOf('#') + 1).split("&")) {
            if (pair.startsWith("access_token=") || pair.startsWith("refresh_token=")) {
                secret(pair.substring(pair.indexOf('=') + 1));
            }
        }
    }
}
