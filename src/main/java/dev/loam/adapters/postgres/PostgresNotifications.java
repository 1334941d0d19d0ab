package dev.loam.adapters.postgres;

import dev.loam.ports.database.Notifications;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGNotification;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.SetupQueryRunner;

/// `LISTEN` on a connection outside the pool, made again, after a pause that doubles from 100 ms to
/// 5 s, whenever it breaks. It does not work through a transaction pooler.
///
/// `onResync` is called after the first connect as well: what was read before `LISTEN` may be old.
public final class PostgresNotifications implements Notifications {
    private static final long PAUSE_MIN_MILLIS = 100;
    private static final long PAUSE_MAX_MILLIS = 5_000;
    /// So often the connection is tried, since a host that vanished says nothing.
    private static final int SILENCE_MAX_MILLIS = 30_000;
    private static final int ANSWER_MAX_MILLIS = 10_000;

    private final PostgresConfig config;
    private final List<String> channels;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closed;
    private volatile QueryExecutor executor;

    /// Starts at once, and reaches for the server in the background.
    public PostgresNotifications(PostgresConfig config, List<String> channels,
            Listener listener) {
        this.config = config;
        this.channels = List.copyOf(channels);
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("postgres-listen").start(this::loop);
    }

    private void loop() {
        long pause = PAUSE_MIN_MILLIS;
        while (!closed) {
            try (var connection = new Connection(config)) {
                executor = connection.executor;
                for (String channel : channels) {
                    connection.run("listen " + quoted(channel));
                }
                pause = PAUSE_MIN_MILLIS;
                listener.onResync();
                while (!closed) {
                    connection.receive(listener);
                }
            } catch (SQLException _) {
                // The pause is all there is to do: the server is down, restarting or out of reach.
                if (!closed) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
                    pause = Math.min(PAUSE_MAX_MILLIS, pause * 2);
                }
            }
        }
    }

    private static String quoted(String channel) {
        return '"' + channel.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() {
        closed = true;
        QueryExecutor open = executor;
        if (open != null) {
            open.abort();
        }
        LockSupport.unpark(thread);
    }

    /// A connection that listens.
    private static final class Connection implements AutoCloseable {
        private final QueryExecutor executor;

        Connection(PostgresConfig config) throws SQLException {
            Properties properties = LibpqParameters.pgjdbc(config);
            executor = Opener.executor(config, properties, config.connectTimeout());
            try {
                executor.setNetworkTimeout(ANSWER_MAX_MILLIS);
            } catch (IOException e) {
                executor.close();
                throw new SQLException(e);
            }
        }

        void run(String statement) throws SQLException {
            SetupQueryRunner.run(executor, statement, false);
        }

        void receive(Listener listener) throws SQLException {
            executor.processNotifies(SILENCE_MAX_MILLIS);
            PGNotification[] received = executor.getNotifications();
            for (PGNotification notification : received) {
                listener.onNotification(notification.getName(), notification.getParameter());
            }
            if (received.length == 0) {
                run("");
            }
        }

        @Override
        public void close() {
            executor.close();
        }
    }
}
