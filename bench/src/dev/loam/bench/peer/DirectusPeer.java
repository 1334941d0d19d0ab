package dev.loam.bench.peer;

import dev.loam.bench.Programs;
import dev.loam.bench.Site;
import dev.loam.bench.work.Call;
import dev.loam.bench.work.Dialect;
import dev.loam.bench.work.Ground;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Directus, on a database of its own: it adds tables of its own to whatever it serves.
final class DirectusPeer implements Peer {
    private static final String DATABASE = "directus";
    private static final String TOKEN = "a-static-token-for-measurements";
    private boolean made;

    @Override
    public String name() {
        return "directus";
    }

    @Override
    public String described() {
        return "Directus 12.4.1 on Node.js 22 (one process), NODE_ENV production, pool of "
                + Site.POOL + ", rate and pressure limiters off, cache off, writes not tracked, an"
                + " administrator's static token: no permissions are looked up";
    }

    @Override
    public Dialect dialect() {
        return Dialect.DIRECTUS;
    }

    @Override
    public String database(Ground ground) {
        return DATABASE;
    }

    @Override
    public void install(Site site) throws IOException, InterruptedException {
        Fetched.npm(site, name());
    }

    @Override
    public Start prepare(Site site, Ground ground)
            throws IOException, InterruptedException, SQLException {
        int port = Site.freePort();
        Path folder = site.peers().resolve(name());
        Map<String, String> environment = environment(site, port);
        List<String> program = List.of(Fetched.node(folder).toString(),
                "node_modules/directus/cli.js");
        if (!made) {
            site.makeOwn(DATABASE);
            Programs.output(Duration.ofMinutes(10), folder, environment,
                    List.of(program.get(0), program.get(1), "bootstrap"));
            made = true;
        }
        return new Start(List.of(program.get(0), program.get(1), "start"), environment, folder,
                site.work().resolve(name() + ".log"), port);
    }

    private static Map<String, String> environment(Site site, int port) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("NODE_ENV", "production");
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", Integer.toString(port));
        environment.put("DB_CLIENT", "pg");
        environment.put("DB_HOST", "127.0.0.1");
        environment.put("DB_PORT", Integer.toString(site.postgresPort()));
        environment.put("DB_DATABASE", DATABASE);
        environment.put("DB_USER", site.owner());
        environment.put("DB_PASSWORD", site.ownerPassword());
        environment.put("DB_POOL__MAX", Integer.toString(Site.POOL));
        environment.put("SECRET", site.secret());
        environment.put("ADMIN_EMAIL", "admin@example.com");
        environment.put("ADMIN_PASSWORD", "for-measurements-only");
        environment.put("ADMIN_TOKEN", TOKEN);
        environment.put("RATE_LIMITER_ENABLED", "false");
        environment.put("PRESSURE_LIMITER_ENABLED", "false");
        environment.put("CACHE_ENABLED", "false");
        environment.put("WEBSOCKETS_ENABLED", "false");
        environment.put("TELEMETRY", "false");
        environment.put("LOG_LEVEL", "warn");
        environment.put("QUERY_LIMIT_MAX", "-1");
        environment.put("MAX_PAYLOAD_SIZE", "20mb");
        return environment;
    }

    @Override
    public Call addressed(Call call, String token) {
        return call.with("Authorization", "Bearer " + TOKEN);
    }

    @Override
    public JsonNode rows(JsonNode answer) {
        return answer.path("data");
    }

    /// Foreign keys it finds by itself; the way back from one to many it has to be told, and that
    /// no history of writes is to be kept.
    @Override
    public void ready(Site site, int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Waiting.forAnswer(client, URI.create("http://127.0.0.1:" + port + "/server/ping"),
                    Map.of());
            for (String[] way : new String[][] {
                {"artist", "album", "artist_id"}, {"album", "track", "album_id"}}) {
                if (send(client, port, "GET", "/fields/" + way[0] + "/" + way[1], null) == 200) {
                    continue;
                }
                send(client, port, "POST", "/fields/" + way[0], "{\"field\":\"" + way[1]
                        + "\",\"type\":\"alias\",\"meta\":{\"special\":[\"o2m\"]}}");
                send(client, port, "PATCH", "/relations/" + way[1] + "/" + way[2],
                        "{\"meta\":{\"one_field\":\"" + way[1] + "\"}}");
            }
            for (String written : List.of("reading", "stock", "document")) {
                send(client, port, "PATCH", "/collections/" + written,
                        "{\"meta\":{\"accountability\":null}}");
            }
        }
    }

    private static int send(
            HttpClient client, int port, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> got = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (body != null && got.statusCode() != 200) {
            throw new IOException("directus answers " + method + " " + path + " with "
                    + got.statusCode() + ": " + got.body());
        }
        return got.statusCode();
    }
}
