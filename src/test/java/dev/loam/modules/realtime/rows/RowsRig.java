package dev.loam.modules.realtime.rows;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.replication.PgOutputSource;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.app.running.SystemClock;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.changes.ChangeHub;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.channel.RowChanges.Joined;
import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Changed rows of a database of their own, told from its log.
final class RowsRig implements AutoCloseable {
    static final String ANN = "00000000-0000-4000-8000-00000000000a";
    static final String BOB = "00000000-0000-4000-8000-00000000000b";

    final TestDatabase tables = AuthServer.database();
    final PostgresDatabase database =
            new PostgresDatabase(PostgresConfig.fromUrl(tables.url("authenticator")));
    final CountedDatabase counted = new CountedDatabase(database);
    final ChangeHub feed;
    final LiveRows rows;
    private final Thread worker;

    /// Over tables that the script makes.
    RowsRig(String script, Lineages lineages, RowsConfig config) {
        tables.execute(script);
        feed = new ChangeHub(
                new PgOutputSource(PostgresConfig.fromUrl(tables.url()),
                        ReplicationSettings.of(List.of("loam_changes"))),
                HubConfig.DEFAULTS, new SystemClock(), new Silence());
        rows = new LiveRows(counted, feed, lineages, new SystemClock(),
                most -> LockSupport.parkNanos(most.toNanos()), config);
        worker = Thread.ofVirtual().name("rows").start(this::work);
        feed.start(null);
        while (rows.told() == null) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    RowsRig(String script) {
        this(script, () -> null, RowsConfig.DEFAULT);
    }

    private record Silence() implements ChangeHub.Journal {
        @Override
        public void onCutOff(String listener, String why) {
        }

        @Override
        public void onThrown(String listener, Throwable e) {
            throw new IllegalStateException(listener, e);
        }
    }

    /// One who listens, and its end of it.
    record Listener(Heard heard, Joined joined) {
    }

    /// Joins and waits until what it wants is told.
    Listener listens(Caller caller, Wanted... wanted) {
        return resumes(caller, null, wanted);
    }

    Listener resumes(Caller caller, Place after, Wanted... wanted) {
        var listener = joins(caller, after, wanted);
        listener.heard().awaitsSystem("ok: Subscribed to PostgreSQL");
        return listener;
    }

    Listener joins(Caller caller, Place after, Wanted... wanted) {
        var heard = new Heard();
        return new Listener(heard, rows.resume(caller, List.of(wanted), after, heard));
    }

    static Wanted all(String table) {
        return new Wanted("*", "public", table, null, null);
    }

    static Wanted filtered(String table, String filter) {
        return new Wanted("*", "public", table, filter, null);
    }

    static Caller user(String id) {
        return new Caller("authenticated",
                "{\"role\":\"authenticated\",\"sub\":\"" + id + "\"}", false);
    }

    static Caller nobody() {
        return new Caller("anon", "{\"role\":\"anon\"}", true);
    }

    private void work() {
        try {
            rows.worker().run();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        worker.interrupt();
        try {
            worker.join();
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
        }
        feed.close();
        database.close();
    }
}
