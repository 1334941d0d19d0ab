package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.base.position.Lsn;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyDual;

/// A connection that speaks the replication protocol.
///
/// pgjdbc's own `PGReplicationStream` keeps the server's keepalives to itself, and with them how
/// far the server has come; so this reads the copy stream below it. For one thread, but for
/// [#abort].
final class WalStream implements AutoCloseable {
    /// A message with a piece of the log; its content begins behind three numbers.
    static final byte DATA = 'w';
    static final int DATA_START = 1 + 3 * Long.BYTES;
    private static final byte KEEPALIVE = 'k';
    private static final byte STATUS = 'r';
    private static final int STATUS_BYTES = 1 + 4 * Long.BYTES + 1;

    /// So long a statement may take; the making of a slot waits for the transactions that run.
    private static final Duration STATEMENT_MAX = Duration.ofSeconds(30);
    private static final Duration SLOT_MAX = Duration.ofMinutes(10);
    /// What values look like must not depend on the settings of a role or a database.
    private static final String FORMATS = """
            set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC';
            set bytea_output = 'hex'; set extra_float_digits = 1; set statement_timeout = 0;
            set lock_timeout = 0;
            """;

    private final Connection connection;
    private final Duration silenceMax;
    private CopyDual copy;

    private WalStream(Connection connection, Duration silenceMax) {
        this.connection = connection;
        this.silenceMax = silenceMax;
    }

    /// Which server this is, and on which of its histories.
    record Server(String id, int timeline, Lsn flushed) {
        boolean sameHistory(Server other) {
            return id.equals(other.id) && timeline == other.timeline;
        }
    }

    /// A server that has been silent for `silenceMax` is given up. It speaks up by itself at half
    /// its own timeout, which is set here to half of that, whatever the database says: pgjdbc lets
    /// go of a stream whose reading timed out once, so there is no asking afterwards.
    static WalStream connect(PostgresConfig config, Duration silenceMax) throws SQLException {
        var stream = new WalStream(OwnerConnection.replication(config), silenceMax);
        try {
            stream.timeout(STATEMENT_MAX);
            stream.run(FORMATS + "set wal_sender_timeout = " + silenceMax.toMillis() / 2);
            return stream;
        } catch (SQLException e) {
            stream.close();
            throw e;
        }
    }

    Server identify() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            row.next();
            return new Server(row.getString("systemid"), row.getInt("timeline"),
                    Lsn.parse(row.getString("xlogpos")));
        }
    }

    int backend() {
        try {
            return connection.unwrap(PGConnection.class).getBackendPID();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes a slot and answers the position from which on it tells whole transactions.
    Lsn createSlot(String name, boolean temporary) throws SQLException {
        timeout(SLOT_MAX);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("CREATE_REPLICATION_SLOT " + quoted(name)
                        + (temporary ? " TEMPORARY" : "") + " LOGICAL pgoutput"
                        + " NOEXPORT_SNAPSHOT")) {
            row.next();
            return Lsn.parse(row.getString("consistent_point"));
        } finally {
            timeout(STATEMENT_MAX);
        }
    }

    void dropSlot(String name) throws SQLException {
        run("DROP_REPLICATION_SLOT " + quoted(name));
    }

    /// Begins to read; of what committed below `from` nothing comes. From here on only [#next] and
    /// [#confirm] serve.
    void start(String slot, Lsn from, Map<String, String> options) throws SQLException {
        String given = options.entrySet().stream()
                .map(option -> option.getKey() + " '" + option.getValue().replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyDual("START_REPLICATION SLOT "
                + quoted(slot) + " LOGICAL " + from + " (" + given + ")");
        timeout(silenceMax);
    }

    /// Publications as the plugin wants them: names in quotes, separated by commas.
    static String list(List<String> publications) {
        return publications.stream().map(WalStream::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// The next message, [#isKeepalive] or [#DATA] in front.
    ///
    /// Fails also when the server ended the stream, or has been silent for too long.
    byte[] next() throws SQLException {
        byte[] message = copy.readFromCopy(true);
        if (message == null) {
            throw new SQLException("the server has ended the stream");
        }
        return message;
    }

    static boolean isKeepalive(byte[] message) {
        return message[0] == KEEPALIVE;
    }

    /// Of a keepalive: everything that committed below has been sent.
    static Lsn sent(byte[] keepalive) {
        return new Lsn(ByteBuffer.wrap(keepalive).getLong(1));
    }

    /// Tells the server what has come, and below which position it need not keep the log.
    void confirm(Lsn received, Lsn taken) throws SQLException {
        // The clock of this side is of no use to the server.
        byte[] status = ByteBuffer.allocate(STATUS_BYTES).put(STATUS).putLong(received.value())
                .putLong(taken.value()).putLong(taken.value()).putLong(0).put((byte) 0).array();
        copy.writeToCopy(status, 0, status.length);
        copy.flushCopy();
    }

    private void run(String statement) throws SQLException {
        try (Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    private void timeout(Duration max) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) max.toMillis());
    }

    /// Breaks the connection at once; any thread.
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            // It is broken already, which is all that was wanted.
        }
    }

    /// Ends it without a word, since a server that is gone would let a farewell wait.
    @Override
    public void close() {
        abort();
    }
}
