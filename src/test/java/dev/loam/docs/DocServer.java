package dev.loam.docs;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.adapters.postgres.schema.MigrationFolder;
import dev.loam.adapters.postgres.schema.MigrationOptions;
import dev.loam.adapters.postgres.schema.Migrations;
import dev.loam.app.config.ConfigLoader;
import dev.loam.app.config.JwtSettings;
import dev.loam.app.config.PostgrestConfig;
import dev.loam.app.config.RestSettings;
import dev.loam.app.config.ServerConfig;
import dev.loam.app.running.AuthParts;
import dev.loam.app.running.Serving;
import dev.loam.base.config.Secret;
import dev.loam.docs.Example.Request;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// The server a page's examples speak to, over a database of its own.
///
/// What it serves is said by blocks of the page. `sql migration`: an empty project with these
/// migrations; without one it is `examples/chinook`. `sql setup`: run then by the owner.
/// `toml setup`: the project's `loam.toml`. `ini setup`: no project, but `loam rest` with this
/// file. A line `NAME=$(token 'CLAIMS')` makes a variable of a token with these claims, and one
/// `NAME=$(sign_up ADDRESS)` a variable of the access token of somebody new. `ACCESS_TOKEN` and
/// `REFRESH_TOKEN` are those of the last session that was answered.
final class DocServer implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("(\\w+)=\\$\\(token '(.+)'\\)");
    private static final Pattern SIGN_UP = Pattern.compile("(\\w+)=\\$\\(sign_up (\\S+)\\)");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String CHINOOK = chinook();

    private final Serving serving;
    private final Map<String, String> variables = new HashMap<>();
    private final boolean gateway;
    private final Page page;

    private DocServer(Serving serving, boolean gateway, Page page) {
        this.serving = serving;
        this.gateway = gateway;
        this.page = page;
        variables.put("LOAM_URL", "");
        variables.put("ANON_KEY", Tokens.of("anon", null));
        variables.put("SERVICE_KEY", Tokens.of("service_role", null));
        for (String line : page.lines()) {
            Matcher token = TOKEN.matcher(line);
            if (token.find()) {
                variables.put(token.group(1), signed(token.group(2)));
            }
        }
    }

    static DocServer start(Page page, Path project) {
        try {
            TestDatabase database = database(page, project);
            if (page.has("sql setup")) {
                database.execute(page.text("sql setup"));
            }
            return page.has("ini setup") ? rest(page, project, database)
                    : up(page, project, database);
        } catch (IOException | SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static DocServer up(Page page, Path project, TestDatabase database)
            throws IOException {
        Files.writeString(project.resolve("loam.toml"), page.text("toml setup"));
        var config = ConfigLoader.load(new ConfigLoader.Sources(
                project, null, Map.of(), List.of())).config();
        JwtSettings jwt = config.rest().jwt().withSecret(new Secret(Tokens.SECRET));
        RestSettings rest = config.rest().withJwt(jwt);
        var serving = Serving.start(new Serving.Parts(config.server().withPorts(0, 0), rest,
                PostgresConfig.fromUrl(database.url("authenticator")), "/rest/v1", true,
                new AuthParts(config.auth(), false,
                        PostgresConfig.fromUrl(database.url("supabase_auth_admin")), null),
                null, () -> "", _ -> rest));
        return ready(new DocServer(serving, true, page));
    }

    private static DocServer rest(Page page, Path project, TestDatabase database)
            throws IOException {
        Path file = Files.writeString(project.resolve("rest.conf"), page.text("ini setup"));
        Map<String, String> environment = Map.of(
                "PGRST_DB_URI", database.url("authenticator"), "PGRST_SERVER_PORT", "0",
                "PGRST_ADMIN_SERVER_PORT", "0", "PGRST_JWT_SECRET", Tokens.SECRET);
        PostgrestConfig config = PostgrestConfig.load(file, environment);
        ServerConfig server = config.server();
        var serving = Serving.start(new Serving.Parts(server, config.rest(),
                PostgresConfig.fromUrl(database.url("authenticator")), "", false, null,
                null, () -> "", _ -> config.rest()));
        return ready(new DocServer(serving, false, page));
    }

    private static DocServer ready(DocServer started) {
        try {
            if (!started.serving.awaitReady(Duration.ofSeconds(30))) {
                throw new IllegalStateException("no schema within 30 s");
            }
            started.signUp();
            return started;
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(wrong);
        }
    }

    private void signUp() {
        for (String line : page.lines()) {
            Matcher person = SIGN_UP.matcher(line);
            if (person.find()) {
                send(new Request("POST", "/auth/v1/signup", List.of(), "{\"email\":\""
                        + person.group(2) + "\",\"password\":\"correct horse\"}"));
                variables.put(person.group(1), variables.get("ACCESS_TOKEN"));
            }
        }
    }

    /// Sends a request; where it names nobody, and keys count, the anonymous key goes with it.
    RawHttp.Answer send(Request request) {
        List<String[]> headers = new ArrayList<>();
        request.headers().forEach(each ->
                headers.add(new String[] {each[0], filled(each[1])}));
        if (gateway && !request.has("apikey") && !request.has("Authorization")) {
            headers.add(new String[] {"apikey", variables.get("ANON_KEY")});
        }
        String target = filled(request.target());
        boolean admin = target.startsWith("http://127.0.0.1:8001/");
        var http = new RawHttp(admin ? serving.adminPort() : serving.port());
        var answer = http.send(request.method(),
                target.replaceFirst("^http://127.0.0.1:\\d+", ""),
                headers, filled(request.body()).getBytes(StandardCharsets.UTF_8));
        if (target.startsWith("/auth/v1/")) {
            keepTokens(answer);
        }
        return answer;
    }

    private void keepTokens(RawHttp.Answer answer) {
        if (answer.body().length > 0 && answer.text().startsWith("{\"access_token\"")) {
            var session = JSON.readTree(answer.body());
            variables.put("ACCESS_TOKEN", session.path("access_token").asString());
            variables.put("REFRESH_TOKEN", session.path("refresh_token").asString());
        }
    }

    private String filled(String text) {
        return Pattern.compile("\\$(\\w+)").matcher(text).replaceAll(found ->
                Matcher.quoteReplacement(variables.getOrDefault(
                        found.group(1), found.group())));
    }

    @Override
    public void close() {
        serving.close();
    }

    private static TestDatabase database(Page page, Path project)
            throws IOException, SQLException {
        if (!page.has("sql migration")) {
            return cloneOf(CHINOOK);
        }
        Path folder = Files.createDirectories(project.resolve("migrations"));
        int number = 0;
        for (Page.Block block : page.blocks()) {
            if (block.is("sql migration")) {
                Files.writeString(folder.resolve("V00" + ++number + "__step.sql"), block.text());
            }
        }
        TestDatabase database = cloneOf("template1");
        prepare(database, project);
        return database;
    }

    private static String chinook() {
        TestDatabase database = cloneOf("template1");
        try {
            prepare(database, Path.of("examples/chinook"));
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
        return database.name();
    }

    private static void prepare(TestDatabase database, Path project) throws SQLException {
        try (Connection owner = database.connect()) {
            Bootstrap.apply(owner, BootstrapConfig.of(null, new Secret(Tokens.SECRET)));
            Migrations.run(owner, MigrationFolder.of(project, "migrations", List.of("seed.sql")),
                    MigrationOptions.defaults());
        }
    }

    private static TestDatabase cloneOf(String template) {
        String name = "docs_" + DATABASES.incrementAndGet();
        PostgresFixture.maintenance()
                .execute("create database " + name + " template " + template);
        return new TestDatabase(PostgresFixture.server().port(), name);
    }

    private static String signed(String claims) {
        var token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
        try {
            token.sign(new MACSigner(Tokens.SECRET));
        } catch (JOSEException wrong) {
            throw new IllegalStateException(wrong);
        }
        return token.serialize();
    }
}
