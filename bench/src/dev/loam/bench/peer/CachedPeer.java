package dev.loam.bench.peer;

import dev.loam.bench.Site;
import dev.loam.bench.work.Call;
import dev.loam.bench.work.Dialect;
import dev.loam.bench.work.Ground;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Loam as `./loam up` serves a project, where answers are kept. It has a database of its own: what
/// it is told of changes is to be of its own writes, and its work no load on the others.
final class CachedPeer implements Peer {
    private static final String PREFIX = "/rest/v1";
    private static final Optional<String> HIT = Optional.of("loam; hit");

    private final Set<String> made = new HashSet<>();

    @Override
    public String name() {
        return Peers.CACHED;
    }

    @Override
    public String described() {
        return "Loam of this commit, `loam up` of a project without accounts and sockets, with the"
                + " cache as it comes, database.pool-size = " + Site.POOL + ", log.level = crit";
    }

    @Override
    public Dialect dialect() {
        return Dialect.CACHED;
    }

    @Override
    public String database(Ground ground) {
        return ground.database() + "_cached";
    }

    @Override
    public void install(Site site) {
        // It is Loam.
    }

    @Override
    public Start prepare(Site site, Ground ground) throws IOException, SQLException {
        String database = database(ground);
        if (made.add(database)) {
            site.makeOwn(database);
        }
        int port = Site.freePort();
        Path project = Files.createDirectories(site.work().resolve(name()));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("LOAM_DATABASE_URL", site.loginUrl(database));
        settings.put("LOAM_CHANGES_URL", site.ownerUrl(database));
        settings.put("LOAM_MIGRATIONS_ENABLED", "false");
        settings.put("LOAM_DATABASE_POOL_SIZE", Integer.toString(Site.POOL));
        settings.put("LOAM_JWT_SECRET", site.secret());
        settings.put("LOAM_AUTH_ENABLED", "false");
        settings.put("LOAM_REALTIME_ENABLED", "false");
        settings.put("LOAM_LOG_LEVEL", "crit");
        List<String> command = List.of(site.home().resolve("loam").toString(), "up", "--port",
                Integer.toString(port), "--admin-port", "0", project.toString());
        return new Start(command, settings, site.work(), site.work().resolve(name() + ".log"),
                port);
    }

    /// It answers before it has begun to hear of changes, and keeps nothing until then.
    @Override
    public void ready(Site site, int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Waiting.forAnswer(client, URI.create("http://127.0.0.1:" + port + PREFIX
                            + "/track?track_id=eq.2"), Map.of(),
                    answer -> answer.headers().firstValue("Cache-Status").equals(HIT));
        }
    }

    @Override
    public Call addressed(Call call, String token) {
        var here = new Call(call.method(), PREFIX + call.path(), call.headers(), call.body());
        return Peer.super.addressed(here, token);
    }
}
