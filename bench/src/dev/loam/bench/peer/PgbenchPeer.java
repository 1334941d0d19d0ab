package dev.loam.bench.peer;

import dev.loam.bench.Site;
import dev.loam.bench.work.Dialect;
import dev.loam.bench.work.Ground;

/// A limit that serves nothing: pgbench is the load and the system at once.
final class PgbenchPeer implements Peer {
    @Override
    public String name() {
        return "pgbench";
    }

    @Override
    public String described() {
        return "pgbench of Debian, prepared, " + Site.POOL + " connections, the settings of a"
                + " request and its statement in one pipeline";
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQL;
    }

    @Override
    public void install(Site site) {
    }

    @Override
    public Start prepare(Site site, Ground ground) {
        throw new IllegalStateException("pgbench is not started by itself");
    }
}
