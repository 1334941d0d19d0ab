package dev.loam.spec.auth;

import com.nimbusds.jose.JWSObject;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.OpenIdProvider;
import dev.loam.fixture.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A project where people may sign in with the services `house` and `second`, and what their
/// browsers do.
final class Federation implements AutoCloseable {
    static final String SITE = "http://127.0.0.1:3000";
    static final String APP = SITE + "/welcome";
    private static final String OURS = "http://127.0.0.1:1";

    final OpenIdProvider house = OpenIdProvider.start();
    final OpenIdProvider second = OpenIdProvider.start();
    final AuthServer server;
    private final HttpClient browser = HttpClient.newHttpClient();

    /// With further settings.
    Federation(Map<String, String> more) {
        var settings = new HashMap<>(Map.of("auth.external-url", OURS,
                "auth.additional-redirect-urls", "myapp://**"));
        configure(settings, "house", house);
        configure(settings, "second", second);
        settings.putAll(more);
        server = AuthServer.start(settings);
    }

    private static void configure(
            Map<String, String> settings, String name, OpenIdProvider provider) {
        var key = "auth.external." + name + ".";
        settings.put(key + "enabled", "true");
        settings.put(key + "client-id", OpenIdProvider.CLIENT);
        settings.put(key + "secret", OpenIdProvider.SECRET);
        settings.put(key + "url", provider.issuer());
    }

    /// Where an answer leads.
    record Landed(int status, String location) {
        Map<String, String> fragment() {
            return OpenIdProvider.parameters(URI.create(location).getRawFragment());
        }

        Map<String, String> query() {
            return OpenIdProvider.parameters(URI.create(location).getRawQuery());
        }

        /// The claims of the access token in the fragment.
        JsonNode claims() {
            try {
                return AuthServer.JSON.readTree(JWSObject.parse(fragment().get("access_token"))
                        .getPayload().toString());
            } catch (ParseException wrong) {
                throw new IllegalStateException(wrong);
            }
        }
    }

    private static Landed landed(AuthServer.Reply reply) {
        return new Landed(reply.status(), reply.header("Location"));
    }

    /// What `GET /authorize` leads to.
    Landed authorize(Map<String, String> query) {
        return landed(server.get("/authorize?" + encoded(query)));
    }

    Landed callback(Map<String, String> came) {
        return landed(server.get("/callback?" + encoded(came)));
    }

    /// What a browser brings that was told to post.
    Landed posted(Map<String, String> came) {
        var answer = new RawHttp(server.port()).send("POST", "/auth/v1/callback",
                List.<String[]>of(new String[] {
                    "Content-Type", "application/x-www-form-urlencoded"}),
                encoded(came).getBytes(StandardCharsets.UTF_8));
        return new Landed(answer.status(), answer.header("Location"));
    }

    /// What the browser does between our redirect to the service and its return to us: the
    /// parameters that come back.
    Map<String, String> visit(String url) {
        try {
            var answer = browser.send(HttpRequest.newBuilder(URI.create(url)).build(),
                    BodyHandlers.ofString());
            var back = answer.headers().firstValue("Location").orElseThrow(
                    () -> new IllegalStateException(answer.body()));
            if (!back.startsWith(OURS + "/auth/v1/callback?")) {
                throw new IllegalStateException(back);
            }
            return OpenIdProvider.parameters(URI.create(back).getRawQuery());
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong);
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(wrong);
        }
    }

    /// The whole way there and back, without a verifier.
    Landed signIn(String provider) {
        return callback(visit(authorize(
                Map.of("provider", provider, "redirect_to", APP)).location()));
    }

    AuthServer.Reply idToken(String token, Map<String, String> more) {
        var body = new LinkedHashMap<>(more);
        body.put("provider", "house");
        body.put("id_token", token);
        return server.post("/token?grant_type=id_token",
                AuthServer.JSON.writeValueAsString(body));
    }

    static Map<String, String> with(Map<String, String> before, String name, String value) {
        var changed = new LinkedHashMap<>(before);
        changed.put(name, value);
        return changed;
    }

    static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> one.getKey() + "="
                        + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        server.close();
        house.close();
        second.close();
    }
}
