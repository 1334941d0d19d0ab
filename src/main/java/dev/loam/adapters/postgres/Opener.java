package dev.loam.adapters.postgres;

import dev.loam.base.task.Deadline;
import dev.loam.ports.database.Outcome.Why;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.core.ConnectionFactory;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.SetupQueryRunner;
import org.postgresql.core.Utils;
import org.postgresql.util.HostSpec;

/// Opens connections, and spares a server that cannot be reached.
///
/// After a failure, requests are refused at once for a pause that doubles from 50 ms to 1 s; after
/// the pause one of them tries again, while the others are still refused. So a storm of requests
/// meets a server that is down as one attempt a second, and finds it back within one.
final class Opener {
    private static final long PAUSE_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PAUSE_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);
    /// pgjdbc sets the JVM's time zone, which a client of PostgreSQL must not impose on values as
    /// they are printed. The server's own is what the role or the database was given, else, since
    /// `initdb` sets both alike, that of the log.
    private static final String SERVER_TIME_ZONE = """
            select set_config('TimeZone', coalesce(
              (select substr(given, 10)
               from pg_db_role_setting s, unnest(s.setconfig) given
               where lower(given) like 'timezone=%'
                 and s.setdatabase in (0, (select oid from pg_database
                                           where datname = current_database()))
                 and s.setrole in (0, (select oid from pg_roles where rolname = session_user))
               order by (s.setrole <> 0) desc, (s.setdatabase <> 0) desc limit 1),
              current_setting('log_timezone')), false)""";

    private final PostgresConfig config;
    private boolean failing;
    private boolean trying;
    private long pauseNanos = PAUSE_MIN_NANOS;
    private long againNanos;
    private String problem;

    Opener(PostgresConfig config) {
        this.config = config;
    }

    Backend open(Deadline deadline) throws NoBackend {
        begin();
        boolean opened = false;
        String said = "the attempt was broken off";
        try {
            Backend backend = connect(config, deadline.left(System.nanoTime()));
            opened = true;
            return backend;
        } catch (SQLException e) {
            said = e.getMessage();
            throw new NoBackend(Why.CONNECTION, said);
        } finally {
            end(opened, said);
        }
    }

    private synchronized void begin() throws NoBackend {
        if (failing) {
            if (trying || System.nanoTime() - againNanos < 0) {
                throw new NoBackend(Why.CONNECTION, problem);
            }
            trying = true;
        }
    }

    private synchronized void end(boolean opened, String said) {
        trying = false;
        if (opened) {
            failing = false;
            pauseNanos = PAUSE_MIN_NANOS;
            return;
        }
        againNanos = System.nanoTime() + pauseNanos;
        pauseNanos = Math.min(PAUSE_MAX_NANOS, pauseNanos * 2);
        failing = true;
        problem = said;
    }

    private static Backend connect(PostgresConfig config, Duration left) throws SQLException {
        Duration wait = left.compareTo(config.connectTimeout()) < 0 ? left
                : config.connectTimeout();
        Properties properties = LibpqParameters.pgjdbc(config);
        AtomicReference<SocketChannel> channel = TrackedSockets.track(properties);
        QueryExecutor executor = executor(config, properties, wait);
        try {
            return new Backend(executor, channel.get(), config, System.nanoTime());
        } catch (SQLException | RuntimeException e) {
            executor.close();
            throw e;
        }
    }

    /// Opens a connection in at most about `wait`, in whole seconds, upwards.
    static QueryExecutor executor(PostgresConfig config, Properties properties, Duration wait)
            throws SQLException {
        String seconds = Long.toString(Math.max(1, wait.toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        // Until the session stands, silence is a failure; afterwards a statement may take its time.
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("cancelSignalTimeout", "3");
        HostSpec[] hosts = config.hosts().stream()
                .map(host -> new HostSpec(host.name(), host.port())).toArray(HostSpec[]::new);
        QueryExecutor executor = ConnectionFactory.openConnection(hosts, properties);
        try {
            SetupQueryRunner.run(executor, timeZone(config, executor), true);
            executor.setNetworkTimeout(0);
            return executor;
        } catch (SQLException | IOException e) {
            executor.close();
            throw e instanceof SQLException refused ? refused : new SQLException(e);
        }
    }

    private static String timeZone(PostgresConfig config, QueryExecutor executor)
            throws SQLException {
        String given = config.properties().get("timezone");
        if (given == null) {
            return SERVER_TIME_ZONE;
        }
        var text = new StringBuilder("select set_config('TimeZone', '");
        Utils.escapeLiteral(text, given, executor.getStandardConformingStrings());
        return text.append("', false)").toString();
    }
}
