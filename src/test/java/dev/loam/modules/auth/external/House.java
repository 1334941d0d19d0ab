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
import dev.loam.fixture.Tokens;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.PublicKeys;
import dev.loam.kernel.identity.TokenSigner;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.RunningModule;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.auth.AuthModule;
import dev.loam.modules.auth.config.AuthConfig;
import dev.loam.modules.auth.config.EmailConfig;
import dev.loam.modules.auth.config.ProviderConfig;
import dev.loam.ports.database.Database;
import dev.loam.ports.mail.Mail;
import dev.loam.ports.mail.Mailer;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.Peer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.node.ObjectNode;

/// The auth module over a database and two providers that are real, asked without a server in
/// between.
final class House implements AutoCloseable {
    static final String APP = "http://127.0.0.1:3000/welcome";
    static final String BACK = "http://127.0.0.1:1/auth/v1/callback";
    private static final String SECRET = "a secret of the tests, long enough to sign with";

    final OpenIdProvider provider = OpenIdProvider.start();
    final OpenIdProvider second = OpenIdProvider.start();
    final TestDatabase database;
    final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
    private final PostgresDatabase pool;
    private final JdkOutbound outbound;
    private final RunningModule module;
    private final List<Thread> workers;
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
        var chance = (Chance) bytes -> new SecureRandom().nextBytes(bytes);
        module = AuthModule.MANIFEST.open(config(settings), Ports.of(Map.ofEntries(
                Map.entry(Database.class, pool), Map.entry(Clock.class, clock),
                Map.entry(Chance.class, chance), Map.entry(Outbound.class, outbound),
                Map.entry(Pause.class, (Pause) _ -> { }),
                Map.entry(Mailer.class, (Mailer) (mail, _) -> mails.add(mail)),
                Map.entry(Verifier.class, (Verifier) House::caller),
                Map.entry(TokenSigner.class, (TokenSigner) Tokens::signed),
                Map.entry(PublicKeys.class, (PublicKeys) () -> "{\"keys\":[]}"))));
        workers = module.workers().stream()
                .map(worker -> Thread.ofVirtual().start(() -> untilInterrupted(worker))).toList();
    }

    private static void untilInterrupted(Worker worker) {
        try {
            worker.run();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static TestDatabase prepared() {
        var database = PostgresFixture.freshDatabase();
        try (var owner = database.connect()) {
            var report = Bootstrap.apply(owner, BootstrapConfig.of(null, new Secret(SECRET)));
            if (!report.refused().isEmpty()) {
                throw new IllegalStateException(report.refused().toString());
            }
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
        return database;
    }

    private AuthConfig config(Settings settings) {
        var usual = AuthConfig.development(
                URI.create("http://127.0.0.1:1"), new Secret(SECRET));
        var email = EmailConfig.DEFAULT;
        return new AuthConfig(usual.prefix(), AuthRole.NAME, usual.secret(),
                usual.externalUrl(), usual.siteUrl(), List.of("myapp://**"), true, settings.signup(), true, settings.linking(),
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
            var full = (HttpResponse.Full) module.routes().getFirst().handler()
                    .handle(Exchange.of(request, path));
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
        } catch (IOException | InterruptedException wrong) {
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
        workers.forEach(Thread::interrupt);
        provider.close();
        second.close();
        outbound.close();
        pool.close();
    }
}
