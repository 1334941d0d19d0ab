package dev.loam.adapters.postgres.capture;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.SourceState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what triggers write into `loam.change_log`: the second way to hear of changes, for servers
/// that do not let their log be read. `loam.start_capture()` in SQL has the triggers made.
///
/// It looks at the table again and again. No notification wakes it: PostgreSQL lets transactions
/// that notify commit only one at a time, which would slow every writer. While nothing at all is
/// written to the server, looking is one small question.
///
/// A connection that breaks costs no gap, unless it is away for longer than rows are kept, or the
/// server is another one afterwards.
public final class TriggerSource implements ChangeSource {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerSource.class);
    private static final long PAUSE_MIN_MILLIS = 100;
    private static final long PAUSE_MAX_MILLIS = 5_000;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
    private static final Duration TEND_EVERY = Duration.ofSeconds(30);

    private final PostgresConfig config;
    private final CaptureSettings settings;
    private final Shapes shapes = new Shapes();
    private volatile SourceState state = new SourceState(false, "not started");
    private volatile boolean closed;
    private volatile boolean poked;
    private volatile LogReader open;
    private Thread thread;
    private ChangeListener listener;
    private Telling telling;
    private String history;
    private String gap;
    private boolean paused;
    private Lsn lookedAt;
    private long readNanos;
    private long tendedNanos;

    /// Reads what `config` names, whose login owns Loam's own tables.
    public TriggerSource(PostgresConfig config, CaptureSettings settings) {
        this.config = config;
        this.settings = settings;
    }

    @Override
    public synchronized void start(ChangeListener listener, Lsn after) {
        if (thread != null) {
            throw new IllegalStateException("started already");
        }
        this.listener = listener;
        telling = new Telling(listener, settings.partChanges());
        gap = after == null ? null : "the table of changes is not read from " + after + " on";
        state = new SourceState(false, "connecting");
        thread = Thread.ofPlatform().daemon().name("changes-table").start(this::loop);
    }

    private void loop() {
        long pause = PAUSE_MIN_MILLIS;
        while (!closed) {
            try (var reader = new LogReader(config)) {
                open = reader;
                begin(reader);
                pause = PAUSE_MIN_MILLIS;
                while (!closed) {
                    look(reader);
                    sleep(settings.every().toMillis());
                }
            } catch (SQLException e) {
                broken(e.getMessage());
                sleep(pause);
                pause = Math.min(PAUSE_MAX_MILLIS, pause * 2);
            } catch (IllegalArgumentException e) {
                // A row that does not fit its table: the columns changed and nobody looked after
                // the triggers. What comes next is behind it.
                gap = "a change could not be read: " + e.getMessage();
                history = null;
                broken(gap);
                sleep(PAUSE_MAX_MILLIS);
            } catch (RuntimeException e) {
                LOG.error("reading the table of changes failed", e);
                gap = "a defect: " + e;
                history = null;
                broken(gap);
                sleep(PAUSE_MAX_MILLIS);
            } finally {
                open = null;
            }
        }
        state = new SourceState(false, "closed");
        listener.onEnd("closed");
    }

    private void broken(String why) {
        if (closed) {
            return;
        }
        if (!why.equals(state.trouble())) {
            LOG.warn("Changes are not read: {}", why);
        }
        state = new SourceState(false, why);
        if (!paused && telling.seen() != null) {
            paused = true;
            listener.onPause(why);
        }
    }

    /// Goes on where it was, or makes a start.
    private void begin(LogReader reader) throws SQLException {
        if (!reader.capturing()) {
            throw new SQLException("no changes are captured: call loam.start_capture()");
        }
        reader.tend();
        tendedNanos = System.nanoTime();
        String now = reader.history();
        boolean anew = !now.equals(history) || tooLong() || rewound(reader);
        // Before anybody is told, so that who hears of the start and asks finds it reading.
        state = new SourceState(true, null);
        if (anew) {
            String why = telling.seen() == null || gap != null ? gap
                    : now.equals(history) ? "away for longer than changes are kept"
                    : "the server is another one, or has another history: " + now;
            Snapshot from = reader.snapshot();
            telling.restart(reader.end(), from, why);
            history = now;
            gap = null;
        }
        lookedAt = null;
        readNanos = System.nanoTime();
        paused = false;
    }

    private boolean tooLong() {
        return System.nanoTime() - readNanos > settings.keep().toNanos() / 2;
    }

    private boolean rewound(LogReader reader) throws SQLException {
        return telling.seen() == null || reader.snapshot().xmax() < telling.seen().xmax();
    }

    private void look(LogReader reader) throws SQLException {
        Lsn end = reader.end();
        if (!end.equals(lookedAt) || telling.waits()) {
            telling.begin();
            Snapshot seen = reader.read(telling.seen(),
                    row -> telling.take(row, shapes, reader));
            telling.end(seen, end);
            lookedAt = end;
        }
        readNanos = System.nanoTime();
        if (readNanos - tendedNanos > TEND_EVERY.toNanos()) {
            reader.tend();
            reader.remove(settings.keep());
            tendedNanos = readNanos;
        }
    }

    private void sleep(long millis) {
        if (!poked && !closed) {
            LockSupport.parkNanos(this, Duration.ofMillis(millis).toNanos());
        }
        poked = false;
    }

    @Override
    public void poke() {
        poked = true;
        LockSupport.unpark(thread);
    }

    @Override
    public SourceState state() {
        return state;
    }

    @Override
    public void close() {
        closed = true;
        LogReader reading = open;
        if (reading != null) {
            reading.abort();
        }
        Thread running = thread;
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join(CLOSE_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
