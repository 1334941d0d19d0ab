package dev.loam.modules.auth.external;

import com.nimbusds.jose.JWSObject;
import dev.loam.adapters.httpclient.JdkOutbound;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.schema.AuthRole;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.app.running.SystemClock;
import dev.loam.base.config.Secret;
import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.fixture.OpenIdProvider;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.Exchange;
import dev.loam.modules.auth.account.AccountHooks;
import dev.loam.modules.auth.account.Accounts;
import dev.loam.modules.auth.account.Announcer;
import dev.loam.modules.auth.account.Codes;
import dev.loam.modules.auth.account.FetchSession;
import dev.loam.modules.auth.account.Intervals;
import dev.loam.modules.auth.account.Letter;
import dev.loam.modules.auth.account.Mailings;
import dev.loam.modules.auth.account.Sending;
import dev.loam.modules.auth.account.TokenGrants;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.config.ProviderConfig;
import dev.loam.modules.auth.guard.Captcha;
import dev.loam.modules.auth.guard.Limits;
import dev.loam.modules.auth.secret.Hashes;
import dev.loam.modules.auth.session.Bearers;
import dev.loam.modules.auth.session.ClaimsHook;
import dev.loam.modules.auth.session.SessionIssuer;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import dev.loam.modules.auth.store.Sessions.Origin;
import dev.loam.modules.auth.store.User;
import dev.loam.modules.auth.wire.Endpoints;
import dev.loam.ports.time.Chance;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.Peer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The endpoints of this package over a database and a provider that both are real, asked without a
/// server in between.
final class House implements AutoCloseable {
    static final String APP = "http://127.0.0.1:3000/welcome";
    static final String BACK = "http://127.0.0.1:1/auth/v1/callback";
    private static final String SECRET = "a secret of the tests, long enough to sign with";

    final OpenIdProvider provider = OpenIdProvider.start();
    final OpenIdProvider second = OpenIdProvider.start();
    final TestDatabase database;
    final List<Letter> letters = new ArrayList<>();
    private final PostgresDatabase pool;
    private final JdkOutbound outbound;
    private final Endpoints endpoints;
    private final HttpClient browser = HttpClient.newHttpClient();

    /// What the settings say beside the two providers `house` and `second`.
    record Settings(boolean autoconfirm, boolean signup, boolean linking) {
        static final Settings USUAL = new Settings(true, true, true);
    }

    House(Settings settings) {
        database = prepared();
        pool = new PostgresDatabase(PostgresConfig.fromUrl(database.url()));
        var clock = new SystemClock();
        outbound = new JdkOutbound(clock, false);
        var config = config(settings);
        var chance = (Chance) bytes -> new SecureRandom().nextBytes(bytes);
        var tokens = new dev.loam.modules.auth.secret.Tokens(chance);
        var hashes = new Hashes(new Secret(SECRET));
        var auth = new AuthDatabase(pool, AuthRole.NAME, clock);
        var issuer = new SessionIssuer(config.tokens(), config.sessions(), "issuer",
                dev.loam.fixture.Tokens::signed, ClaimsHook.NONE, tokens, hashes, clock);
        var limits = new Limits(config.limits(), clock, chance);
        var external = new External(new ExternalParts(config, auth,
                new Accounts("authenticated", new NoHooks(), tokens, clock), issuer,
                new Bearers(House::caller, List.of(), clock),
                new Mailings(config.email(), new Codes(tokens, hashes), tokens),
                new Sending(new Collected(letters), new Intervals(clock), limits, config.email(),
                        config.phone()),
                limits, Captcha.NONE, tokens, outbound, clock));
        var builder = Endpoints.builder().on("POST", "/token", new TokenGrants(Map.of(
                "pkce", new FetchSession(auth, issuer, clock), "id_token", external::idToken)));
        external.addTo(builder);
        endpoints = builder.build();
    }

    private static TestDatabase prepared() {
        var database = PostgresFixture.freshDatabase();
        try (var owner = database.connect()) {
            var report = Bootstrap.apply(owner, BootstrapConfig.of(null, new Secret(SECRET)));
            if (!report.refused().isEmpty()) {
                throw new IllegalStateException(report.refused().toString());
            }
        } catch (java.sql.SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
        return database;
    }

    private AuthConfig config(Settings settings) {
        var usual = AuthConfig.development(URI.create("http://127.0.0.1:1"));
        var email = EmailConfig.DEFAULT;
        return new AuthConfig(usual.prefix(), usual.externalUrl(), usual.siteUrl(),
                List.of("myapp://**"), true, settings.signup(), true, settings.linking(),
                usual.tokens(), usual.sessions(), usual.passwords(),
                new EmailConfig(true, true, settings.autoconfirm(), true, email.intervalMin(),
                        email.codeDigits(), email.codeLifetime(), Map.of(), email.notices()),
                usual.phone(), usual.factors(), usual.passkeys(),
                Map.of("house", at(provider), "second", at(second)), usual.limits(),
                usual.captcha(), usual.hooks(), usual.oauthServer());
    }

    private static ProviderConfig at(OpenIdProvider provider) {
        return new ProviderConfig(true, List.of(OpenIdProvider.CLIENT),
                new Secret(OpenIdProvider.SECRET), provider.issuer(), null, List.of(), true, false);
    }

    /// Of our own tokens nothing is checked here: that is another package's work.
    private static Caller caller(String authorization, String apikey) {
        try {
            var claims = JWSObject.parse(authorization.substring(7)).getPayload().toString();
            return new Caller("authenticated", claims, false);
        } catch (ParseException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private record Collected(List<Letter> letters) implements Announcer {
        @Override
        public void mail(Letter letter) {
            letters.add(letter);
        }

        @Override
        public String text(String phone, String channel, String code, ObjectNode user) {
            throw new IllegalStateException("nothing here sends text messages");
        }
    }

    private static final class NoHooks implements AccountHooks {
        @Override
        public void beforeCreated(Statements tx, ObjectNode user, Origin origin) {
        }

        @Override
        public void afterCreated(Statements tx, ObjectNode user, Origin origin) {
        }

        @Override
        public void passwordTried(Statements tx, User user, boolean valid) {
        }
    }

    /// What was answered: the status, where it leads to, and the JSON of the body, where there is
    /// one. A refusal is its status and `{"code","message"}`.
    record Answered(int status, String location, ObjectNode json) {
        Map<String, String> fragment() {
            return OpenIdProvider.parameters(URI.create(location).getRawFragment());
        }

        Map<String, String> query() {
            return OpenIdProvider.parameters(URI.create(location).getRawQuery());
        }
    }

    Answered get(String path, Map<String, String> query) {
        return ask("GET", path, query, "", null);
    }

    Answered post(String path, Map<String, String> query, String body) {
        return ask("POST", path, query, body, null);
    }

    Answered ask(
            String method, String path, Map<String, String> query, String body, String token) {
        var headers = token == null ? Headers.NONE
                : Headers.of("Authorization", "Bearer " + token);
        var request = new HttpRequest(method, path, Query.of(query), headers,
                Body.of(body.getBytes(StandardCharsets.UTF_8)), new Client(), false);
        try {
            var full = (HttpResponse.Full) endpoints.handle(Exchange.of(request, path));
            var json = full.body() == null || full.body().length == 0 ? null
                    : (ObjectNode) Calls.JSON.readTree(full.body());
            return new Answered(full.status(), full.headers().first("Location"), json);
        } catch (Refusal refusal) {
            Failure failure = refusal.failure();
            return new Answered(failure.status(), null, Calls.JSON.createObjectNode()
                    .put("code", failure.code()).put("message", failure.message()));
        }
    }

    /// What the browser does between our redirect to the service and its return to us: the query
    /// that comes back.
    Map<String, String> visit(String url) {
        try {
            var answer = browser.send(java.net.http.HttpRequest.newBuilder(URI.create(url)).build(),
                    BodyHandlers.ofString());
            var back = answer.headers().firstValue("Location").orElseThrow(
                    () -> new IllegalStateException(answer.body()));
            if (!back.startsWith(BACK + "?")) {
                throw new IllegalStateException(back);
            }
            return OpenIdProvider.parameters(URI.create(back).getRawQuery());
        } catch (java.io.IOException | InterruptedException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /// The whole way there and back, without a verifier.
    Answered signIn(String name) {
        return get("/callback", visit(get("/authorize",
                Map.of("provider", name, "redirect_to", APP)).location()));
    }

    /// The session's user of an answer with tokens in the fragment.
    ObjectNode user(Answered answered) {
        var claims = caller("Bearer " + answered.fragment().get("access_token"), null);
        return (ObjectNode) Calls.JSON.readTree(claims.claimsJson());
    }

    static Map<String, String> with(Map<String, String> before, String name, String value) {
        var changed = new LinkedHashMap<>(before);
        changed.put(name, value);
        return changed;
    }

    private record Client() implements Peer {
        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public int port() {
            return 1;
        }

        @Override
        public boolean gone() {
            return false;
        }
    }

    @Override
    public void close() {
        provider.close();
        second.close();
        outbound.close();
        pool.close();
    }
}
