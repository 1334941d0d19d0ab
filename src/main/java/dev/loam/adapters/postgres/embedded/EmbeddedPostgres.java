package dev.loam.adapters.postgres.embedded;

import dev.loam.base.config.Secret;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// A running PostgreSQL server of a project folder; it listens on loopback only.
///
/// It ends when this process ends, and is started again on the same port when it dies by itself.
/// All methods may be called from any thread.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int PORT_TRIES_MAX = 5;
    private static final Duration LEFTOVERS_PATIENCE = Duration.ofSeconds(30);
    private static final long CRASH_WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final EmbeddedFolder folder;
    private final EmbeddedConfig config;
    private final Privileges.Choice programs;
    private final FolderLock lock;
    private final boolean created;
    private final Deque<Long> crashes = new ArrayDeque<>();

    private ServerProcess server;
    private int port;
    private boolean stopped;

    private EmbeddedPostgres(EmbeddedFolder folder, EmbeddedConfig config,
            Privileges.Choice programs, FolderLock lock)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.config = config;
        this.programs = programs;
        this.lock = lock;
        Leftovers.end(folder.dataDir(), LEFTOVERS_PATIENCE);
        this.created = new DataDirectory(folder, programs.binaries(), programs.privileges())
                .prepare(config.settings());
        this.server = startOnFreePort();
    }

    /// Starts the server of `loamDir`, a project's `.loam` folder, creating what is missing.
    ///
    /// Fails with a sentence in [EmbeddedPostgresException] when another process has the folder,
    /// the data is of another release, or the server does not start.
    public static EmbeddedPostgres start(Path loamDir, EmbeddedConfig config) {
        EmbeddedFolder folder = new EmbeddedFolder(loamDir);
        try {
            Privileges.Choice programs = Privileges.choose(config);
            return start(folder, config, programs);
        } catch (AccessDeniedException e) {
            throw new EmbeddedPostgresException("PostgreSQL in " + loamDir + " did not start: this"
                    + " user may not write " + e.getFile(), e);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL in " + loamDir
                    + " did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while PostgreSQL started.", e);
        }
    }

    /// The same with a given identity, so that each can be tried.
    static EmbeddedPostgres start(EmbeddedFolder folder, EmbeddedConfig config,
            Privileges.Choice programs) throws IOException, InterruptedException {
        folder.create();
        FolderLock lock = FolderLock.take(folder.root());
        try {
            EmbeddedPostgres started = new EmbeddedPostgres(folder, config, programs, lock);
            started.watch();
            return started;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public String host() {
        return EmbeddedFolder.HOST;
    }

    public synchronized int port() {
        return port;
    }

    public String database() {
        return EmbeddedFolder.DATABASE;
    }

    /// The owner and superuser.
    public String user() {
        return EmbeddedFolder.OWNER;
    }

    public Secret password() {
        return folder.password();
    }

    /// `postgresql://…` for clients such as psql; it holds the password.
    public String ownerUrl() {
        return folder.ownerUrl();
    }

    /// `jdbc:postgresql://…`; it holds the password.
    public String jdbcUrl() {
        return folder.jdbcUrl();
    }

    public EmbeddedFolder folder() {
        return folder;
    }

    /// True when this start created the database.
    public boolean created() {
        return created;
    }

    /// A new connection of the owner; the caller closes it.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    /// The server's process; 0 while there is none.
    public synchronized long pid() {
        try {
            return server.isAlive() ? server.pid() : 0;
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The server's process is unknown.", e);
        }
    }

    public synchronized boolean isRunning() {
        return server.isAlive();
    }

    /// Ends all sessions, writes everything and ends the server; again is harmless.
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            server.stop(config.stopTimeout());
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL did not stop cleanly.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while PostgreSQL stopped.", e);
        } finally {
            lock.close();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private ServerProcess startOnFreePort() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            port = choosePort();
            try {
                ServerProcess started = startOn(port);
                Files.writeString(folder.portFile(), port + "\n");
                return started;
            } catch (ServerProcess.NotStarted e) {
                // Someone took the port between our look and the server's.
                if (!e.portWasTaken() || config.port() != 0 || attempt == PORT_TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    private ServerProcess startOn(int chosen) throws IOException, InterruptedException {
        // Here stand only the settings without which we would not find the server or read its log.
        return ServerProcess.start(programs.privileges().command(programs.binaries().postgres(),
                "-D", folder.dataDir().toString(),
                "-c", "port=" + chosen,
                "-c", "listen_addresses=" + EmbeddedFolder.HOST,
                "-c", "unix_socket_directories=",
                "-c", "logging_collector=off",
                "-c", "log_destination=stderr",
                "-c", "log_min_messages=warning",
                "-c", "lc_messages=C"), folder, config.startTimeout());
    }

    private int choosePort() throws IOException {
        if (config.port() != 0) {
            if (!isFree(config.port())) {
                throw new EmbeddedPostgresException("The port " + config.port() + " for"
                        + " PostgreSQL is taken: free it, or choose another.");
            }
            return config.port();
        }
        int kept = folder.port().orElse(0);
        if (kept != 0 && kept != port && isFree(kept)) {
            return kept;
        }
        try (ServerSocket any = new ServerSocket(0, 1, loopback())) {
            return any.getLocalPort();
        }
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (BindException _) {
            return false;
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByName(EmbeddedFolder.HOST);
    }

    private void watch() {
        ServerProcess watched = server;
        watched.onExit().thenRun(() -> Thread.ofVirtual().name("loam-postgres-restart")
                .start(() -> restart(watched)));
    }

    /// The database is a part of Loam: when it dies alone, it comes back on the same port.
    private synchronized void restart(ServerProcess dead) {
        if (stopped || dead != server) {
            return;
        }
        long now = System.nanoTime();
        crashes.removeIf(then -> now - then > CRASH_WINDOW_NANOS);
        if (crashes.size() >= config.crashesMax()) {
            LOG.error("PostgreSQL died {} times within a minute and is left dead; it said: {}",
                    crashes.size() + 1, dead.lastWords());
            return;
        }
        crashes.add(now);
        LOG.warn("PostgreSQL in {} died and is started again", folder.root());
        try {
            Leftovers.end(folder.dataDir(), LEFTOVERS_PATIENCE);
            server = startOn(port);
            watch();
        } catch (IOException | RuntimeException e) {
            LOG.error("PostgreSQL could not be started again", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
