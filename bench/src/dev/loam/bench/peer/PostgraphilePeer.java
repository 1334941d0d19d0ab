package dev.loam.bench.peer;

import dev.loam.bench.Site;
import dev.loam.bench.work.Dialect;
import dev.loam.bench.work.Ground;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// PostGraphile, with the GraphQL that asks for the same rows under the same names.
final class PostgraphilePeer implements Peer {
    @Override
    public String name() {
        return "postgraphile";
    }

    @Override
    public String described() {
        return "PostGraphile 5.1.5, Amber preset, on Node.js 22 (one process), NODE_ENV and"
                + " GRAPHILE_ENV production, pool of " + Site.POOL + ", operations and plans cached"
                + " as by default";
    }

    @Override
    public Dialect dialect() {
        return Dialect.GRAPHQL;
    }

    @Override
    public void install(Site site) throws IOException, InterruptedException {
        Fetched.npm(site, name());
    }

    @Override
    public Start prepare(Site site, Ground ground) throws SQLException {
        int port = Site.freePort();
        Path folder = site.peers().resolve(name());
        return new Start(List.of(Fetched.node(folder).toString(), "server.js"),
                Map.of("NODE_ENV", "production", "GRAPHILE_ENV", "production",
                        "BENCH_URL", site.loginUrl(ground),
                        "BENCH_PORT", Integer.toString(port),
                        "BENCH_POOL", Integer.toString(Site.POOL),
                        "BENCH_SECRET", site.secret()),
                folder, site.work().resolve(name() + ".log"), port);
    }

    /// What the query called `list`.
    @Override
    public JsonNode rows(JsonNode answer) {
        return answer.has("errors") ? answer : answer.path("data").path("list");
    }
}
