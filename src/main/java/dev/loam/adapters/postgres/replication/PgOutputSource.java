package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.WalStream.Server;
import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.SourceState;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the write-ahead log of one database by logical replication.
///
/// Begins anew whenever a connection breaks, after a pause that doubles from 100 ms to 5 s. With a
/// temporary slot every connection but the first begins with a gap; with one that stays it goes on
/// where it was, and a transaction that comes again is told from where it had been left.
///
/// What `start` takes as `after` is a position that was itself told: a commit's, or the one just
/// below what [ChangeListener#onProgress] said.
public final class PgOutputSource implements ChangeSource {
    private static final Logger LOG = LoggerFactory.getLogger(PgOutputSource.class);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private final PostgresConfig config;
    private final ReplicationSettings settings;
    private final Publications publications;
    private volatile SourceState state = new SourceState(false, "not started");
    private volatile boolean closed;
    private volatile Reading reading;
    private Telling telling;
    private Thread thread;
    private Duration pause = PAUSE_MIN;
    private Server server;
    private String ended;
    private int backend;

    /// Reads what `config` names, whose login may read the log.
    public PgOutputSource(PostgresConfig config, ReplicationSettings settings) {
        this.config = config;
        this.settings = settings;
        this.publications = new Publications(settings.publications());
    }

    @Override
    public synchronized void start(ChangeListener listener, Lsn after) {
        if (telling != null) {
            throw new IllegalStateException("started already");
        }
        telling = new Telling(listener, after == null ? null : Place.behind(after));
        state = new SourceState(false, "connecting");
        thread = Thread.ofPlatform().daemon().name("changes-wal").start(this::loop);
    }

    private void loop() {
        while (!closed) {
            try (var opened = new Reading(config, settings, publications, telling)) {
                reading = opened;
                read(opened);
            } catch (Obstacle e) {
                broken(e.getMessage(), settings.obstaclePause(), null);
            } catch (SQLException e) {
                broken(said(e), pause, null);
                pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0
                        ? pause.multipliedBy(2) : PAUSE_MAX;
            } catch (RuntimeException e) {
                broken("a defect: " + e.getMessage(), PAUSE_MAX, e);
            } finally {
                reading = null;
            }
        }
        telling.end("closed");
    }

    /// pgjdbc's own words are about what it was doing; the cause is about what went wrong.
    private static String said(SQLException e) {
        return switch (e.getCause()) {
            case EOFException _ -> "the server closed the connection";
            case IOException cause when cause.getMessage() != null ->
                    e.getMessage() + " (" + cause.getMessage() + ")";
            case null, default -> e.getMessage();
        };
    }

    private void read(Reading opened) throws SQLException, Obstacle {
        if (closed) {
            return;
        }
        boolean otherHistory = server != null && !server.sameHistory(opened.server());
        var before = new Slots.Before(telling.place(), ended, otherHistory, backend);
        state = new SourceState(false, "waits for the transactions that run now, until when a "
                + "slot cannot begin");
        opened.run(before, new Reading.Signs() {
            @Override
            public void reading() {
                server = opened.server();
                backend = opened.backend();
                ended = null;
                pause = PAUSE_MIN;
                state = new SourceState(true, null);
            }

            @Override
            public void concern(String what) {
                concerned(opened, what);
            }
        });
    }

    /// Hears of trouble that does not end the reading; on the thread of an attendant.
    private synchronized void concerned(Reading concerned, String what) {
        SourceState known = state;
        if (reading == concerned && known.reading() && !Objects.equals(what, known.trouble())) {
            if (what != null) {
                LOG.error("{}", what);
            }
            state = new SourceState(true, what);
        }
    }

    private void broken(String why, Duration wait, RuntimeException defect) {
        if (closed) {
            return;
        }
        if (!why.equals(state.trouble())) {
            LOG.warn("Changes are not read: {}", why, defect);
        }
        state = new SourceState(false, why);
        if (ended == null) {
            ended = why;
        }
        telling.pause(why);
        LockSupport.parkNanos(wait.toNanos());
    }

    @Override
    public void poke() {
        Reading present = reading;
        if (present != null) {
            present.poke();
        }
    }

    @Override
    public SourceState state() {
        return state;
    }

    @Override
    public synchronized void close() {
        closed = true;
        state = new SourceState(false, "closed");
        Reading present = reading;
        if (present != null) {
            present.close();
        }
        if (thread != null && thread != Thread.currentThread()) {
            LockSupport.unpark(thread);
            try {
                thread.join(CLOSE_MAX);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
