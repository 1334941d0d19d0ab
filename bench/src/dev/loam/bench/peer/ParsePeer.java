package dev.loam.bench.peer;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Parse Server, on a database of its own: it serves the tables it made itself, so the tracks
/// are put into one of these.
final class ParsePeer implements Peer {
    private static final String DATABASE = "parse";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> OWN = Set.of("objectId", "createdAt", "updatedAt");
    private static final String FIRST = "select row_to_json(track) from track where track_id = 1";
    private static final String OTHERS =
            "select json_agg(track) from track where track_id > 1";
    /// As its own API would store them; its own batches of 9.10.0 fail with an error of its router.
    private static final String FILL = """
            insert into "Track" ("objectId", "createdAt", "updatedAt", track_id, name, album_id,
                media_type_id, genre_id, composer, milliseconds, bytes, unit_price)
            select 'track' || track_id, now(), now(), track_id, name, album_id, media_type_id,
                genre_id, composer, milliseconds, bytes, unit_price
            from json_to_recordset('%s') as t(track_id int, name text, album_id int,
                media_type_id int, genre_id int, composer text, milliseconds int, bytes bigint,
                unit_price numeric)""";
    private boolean made;
    private boolean filled;
    private String secret;

    @Override
    public String name() {
        return "parse";
    }

    @Override
    public String described() {
        return "Parse Server 9.10.0 on Node.js 22 (one process), NODE_ENV production, pool of "
                + Site.POOL + ", master key: no permissions are looked up; an index on the number"
                + " of a track and on its genre";
    }

    @Override
    public Dialect dialect() {
        return Dialect.PARSE;
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
    public Start prepare(Site site, Ground ground) throws SQLException {
        int port = Site.freePort();
        Path folder = site.peers().resolve(name());
        secret = site.secret();
        if (!made) {
            site.makeEmpty(DATABASE);
            made = true;
        }
        return new Start(List.of(Fetched.node(folder).toString(), "server.js"),
                Map.of("NODE_ENV", "production",
                        "BENCH_URL", "postgres://" + site.owner() + ":" + site.ownerPassword()
                                + "@127.0.0.1:" + site.postgresPort() + "/" + DATABASE,
                        "BENCH_PORT", Integer.toString(port),
                        "BENCH_POOL", Integer.toString(Site.POOL),
                        "BENCH_SECRET", secret),
                folder, site.work().resolve(name() + ".log"), port);
    }

    @Override
    public Call addressed(Call call, String token) {
        return new Call(call.method(), "/parse" + call.path(), call.headers(), call.body())
                .with("X-Parse-Application-Id", "bench").with("X-Parse-Master-Key", secret);
    }

    /// Without what it keeps of every object, and with the nulls it leaves out.
    @Override
    public JsonNode rows(JsonNode answer) {
        ArrayNode rows = JSON.createArrayNode();
        answer.path("results").forEach(row -> {
            ObjectNode plain = ((ObjectNode) row).without(OWN);
            if (!plain.has("composer")) {
                plain.putNull("composer");
            }
            rows.add(plain);
        });
        return rows;
    }

    @Override
    public void ready(Site site, int port) throws IOException, InterruptedException, SQLException {
        if (filled) {
            return;
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            Waiting.forAnswer(client, URI.create("http://127.0.0.1:" + port + "/parse/health"),
                    Map.of("X-Parse-Application-Id", "bench"));
            // The first makes the class and its table.
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/parse/classes/Track"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("X-Parse-Application-Id", "bench")
                    .header("X-Parse-Master-Key", secret)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            site.rows(Ground.CHINOOK.database(), FIRST).strip())).build();
            HttpResponse<String> got = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (got.statusCode() != 201) {
                throw new IOException("parse answers with " + got.statusCode() + ": " + got.body());
            }
        }
        String others = site.rows(Ground.CHINOOK.database(), OTHERS).strip();
        site.executeWhole(DATABASE, FILL.formatted(others.replace("'", "''")));
        site.execute(DATABASE, "create index on \"Track\" (track_id);"
                + " create index on \"Track\" (genre_id); analyze \"Track\"");
        filled = true;
    }
}
