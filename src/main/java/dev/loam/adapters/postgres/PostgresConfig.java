package dev.loam.adapters.postgres;

import dev.loam.base.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Where a PostgreSQL database is and how many connections it is given.
///
/// `hosts` are tried in order. `properties` are libpq's connection parameters (`sslmode`, `options`
/// and the like), by libpq's names; see [LibpqParameters]. `password` may be null. Every connection
/// keeps up to `statementsMax` prepared statements, or none when `preparedStatements` is false, as
/// behind a transaction pooler. Up to `connectionsMax` statements run at once, and up to `queueMax`
/// more wait, at the most `waitMax`. A connection is closed when it is older than `ageMax` or was
/// idle for `idleMax`.
public record PostgresConfig(
        List<Host> hosts, String database, String user, Secret password,
        Map<String, String> properties, int connectionsMax, int queueMax,
        boolean preparedStatements, int statementsMax, Duration connectTimeout, Duration waitMax,
        Duration ageMax, Duration idleMax) {
    public static final int CONNECTIONS_MAX = 10;
    public static final int QUEUE_MAX = 1_000;
    private static final int STATEMENTS_MAX = 256;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);
    private static final Duration AGE_MAX = Duration.ofMinutes(30);
    private static final Duration IDLE_MAX = Duration.ofMinutes(5);

    /// A host and port to connect to, by TCP.
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
        }
    }

    public PostgresConfig {
        hosts = List.copyOf(hosts);
        properties = Map.copyOf(properties);
        LibpqParameters.check(properties);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("no host is given");
        }
        if (connectionsMax < 1 || queueMax < 0 || statementsMax < 1) {
            throw new IllegalArgumentException("at least one connection and one statement: "
                    + connectionsMax + ", " + queueMax + ", " + statementsMax);
        }
    }

    /// With the default bounds.
    public PostgresConfig(List<Host> hosts, String database, String user, Secret password,
            Map<String, String> properties) {
        this(hosts, database, user, password, properties, CONNECTIONS_MAX, QUEUE_MAX, true,
                STATEMENTS_MAX, CONNECT_TIMEOUT, WAIT_MAX, AGE_MAX, IDLE_MAX);
    }

    /// Reads a libpq connection URI (`postgres://user:password@host:port/database?sslmode=require`,
    /// also with several hosts) or keyword string (`host=… user=…`). What is missing comes from
    /// the `PG…` environment variables, then from libpq's defaults, except that the default host
    /// is `localhost`: unix sockets are refused, since only TCP is spoken here.
    ///
    /// Throws IllegalArgumentException, in words for the user, when it is not understood.
    /// Source: PostgreSQL manual, "Connection Strings".
    public static PostgresConfig fromUrl(String url) {
        return fromUrl(url, System.getenv());
    }

    /// As [#fromUrl(String)], with this environment.
    public static PostgresConfig fromUrl(String url, Map<String, String> environment) {
        Map<String, String> keywords = ConnectionString.parse(url);
        LibpqParameters.addFrom(environment, keywords);
        return LibpqParameters.config(keywords);
    }

    /// The same as a libpq URI that psql and other clients read; it holds the password. What only
    /// Loam understands is left out, and so are the bounds.
    public String url() {
        return ConnectionString.write(this);
    }

    public PostgresConfig withoutPassword() {
        return new PostgresConfig(hosts, database, user, null, properties, connectionsMax,
                queueMax, preparedStatements, statementsMax, connectTimeout, waitMax, ageMax,
                idleMax);
    }

    /// The first host.
    public Host host() {
        return hosts.getFirst();
    }

    public PostgresConfig withPool(int connections, int queue) {
        return new PostgresConfig(hosts, database, user, password, properties, connections, queue,
                preparedStatements, statementsMax, connectTimeout, waitMax, ageMax, idleMax);
    }

    public PostgresConfig withPreparedStatements(boolean prepared) {
        return new PostgresConfig(hosts, database, user, password, properties, connectionsMax,
                queueMax, prepared, statementsMax, connectTimeout, waitMax, ageMax, idleMax);
    }

    public PostgresConfig withLifetimes(Duration connect, Duration age, Duration idle) {
        return new PostgresConfig(hosts, database, user, password, properties, connectionsMax,
                queueMax, preparedStatements, statementsMax, connect, waitMax, age, idle);
    }

    public PostgresConfig withWaitMax(Duration wait) {
        return new PostgresConfig(hosts, database, user, password, properties, connectionsMax,
                queueMax, preparedStatements, statementsMax, connectTimeout, wait, ageMax,
                idleMax);
    }
}
