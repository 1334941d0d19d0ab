package dev.loam.app.command;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedFolder;
import dev.loam.adapters.postgres.embedded.EmbeddedPostgres;
import dev.loam.adapters.postgres.schema.AuthRole;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.adapters.postgres.schema.BootstrapReport;
import dev.loam.adapters.postgres.schema.MigrationFailed;
import dev.loam.adapters.postgres.schema.MigrationOptions;
import dev.loam.adapters.postgres.schema.MigrationRefused;
import dev.loam.adapters.postgres.schema.MigrationReport;
import dev.loam.adapters.postgres.schema.Migrations;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.ProjectOptions;
import dev.loam.app.config.DatabaseConfig;
import dev.loam.app.config.MigrationsConfig;
import dev.loam.app.config.PoolSettings;
import dev.loam.app.project.Keys;
import dev.loam.app.running.PoolMapping;
import dev.loam.base.config.Secret;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;

/// A project's database, brought up to date: Loam's own server with everything the protocols need,
/// or somebody's, which is left as it is unless told otherwise.
final class ProjectDatabase implements AutoCloseable {
    private static final String LOGIN_ROLE = "authenticator";
    private static final int AUTH_CONNECTIONS_MAX = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long PAUSE_MIN_MILLIS = 250;
    private static final long PAUSE_MAX_MILLIS = 4_000;

    private final EmbeddedPostgres embedded;
    private final PostgresConfig pool;
    private final PostgresConfig authPool;
    private final PostgresConfig owner;
    private final String described;

    private ProjectDatabase(EmbeddedPostgres embedded, PostgresConfig pool,
            PostgresConfig authPool, PostgresConfig owner, String described) {
        this.embedded = embedded;
        this.pool = pool;
        this.authPool = authPool.withPool(AUTH_CONNECTIONS_MAX, pool.queueMax());
        this.owner = owner;
        this.described = described;
    }

    /// Starts or finds the server, creates what is missing and applies the migrations. Blocks.
    /// Fails with [CommandFailed] in words for the person who asked.
    static ProjectDatabase open(ProjectOptions options, Keys keys, Console console)
            throws InterruptedException {
        DatabaseConfig database = options.config().database();
        return database.embedded() ? own(options, keys, console)
                : foreign(options, keys, console);
    }

    private static ProjectDatabase own(ProjectOptions options, Keys keys, Console console) {
        DatabaseConfig database = options.config().database();
        var server = EmbeddedPostgres.start(options.project().own(),
                EmbeddedConfig.defaults().withPort(database.embeddedPort()));
        try {
            // Known to this process only, and new at each start.
            var password = new Secret(random());
            var authPassword = new Secret(random());
            try (Connection owner = server.connect()) {
                bootstrap(owner, options, BootstrapConfig.of(password, keys.jwtSecret())
                        .withAuthAdminPassword(authPassword), console);
                migrate(owner, options, console);
                tellLeftOut(owner, console);
            }
            PoolSettings pool = options.config().rest().pool();
            return new ProjectDatabase(server,
                    PoolMapping.of(pool, url(server, LOGIN_ROLE, password)),
                    PoolMapping.of(pool, url(server, AuthRole.NAME, authPassword)),
                    PostgresConfig.fromUrl(
                            new EmbeddedFolder(options.project().own()).ownerUrl()),
                    "PostgreSQL of its own on " + server.host() + ":" + server.port());
        } catch (SQLException wrong) {
            server.stop();
            throw new CommandFailed("The database could not be prepared: " + wrong.getMessage());
        } catch (RuntimeException wrong) {
            server.stop();
            throw wrong;
        }
    }

    private static String url(EmbeddedPostgres server, String role, Secret password) {
        return "postgresql://" + role + ":" + password.value() + "@" + server.host() + ":"
                + server.port() + "/" + server.database();
    }

    private static ProjectDatabase foreign(ProjectOptions options, Keys keys, Console console)
            throws InterruptedException {
        PoolSettings settings = options.config().rest().pool();
        PostgresConfig pool = PoolMapping.of(settings);
        boolean migrates = options.config().migrations().enabled()
                && Migrations.any(options.migrations());
        if (options.config().database().bootstrap() || migrates) {
            try (Connection owner = connect(pool, console)) {
                if (options.config().database().bootstrap()) {
                    bootstrap(owner, options, BootstrapConfig.of(null, keys.jwtSecret()),
                            console);
                }
                migrate(owner, options, console);
                tellLeftOut(owner, console);
            } catch (SQLException wrong) {
                throw new CommandFailed(
                        "The database could not be prepared: " + wrong.getMessage());
            }
        }
        return new ProjectDatabase(null, pool, pool, pool, pool.database() + " on " + pool.host());
    }

    private static void bootstrap(
            Connection owner, ProjectOptions options, BootstrapConfig config, Console console)
            throws SQLException {
        BootstrapReport report = Bootstrap.apply(owner, config.withDefaultPrivileges(
                options.config().database().defaultPrivileges()));
        report.refused().forEach(refused ->
                console.err().println("Not created, for lack of rights: " + refused));
    }

    private static void migrate(Connection owner, ProjectOptions options, Console console)
            throws SQLException {
        MigrationsConfig migrations = options.config().migrations();
        if (!migrations.enabled()) {
            return;
        }
        try {
            MigrationReport report = Migrations.run(owner, options.migrations(),
                    MigrationOptions.defaults().withOutOfOrder(migrations.outOfOrder()));
            report.missing().forEach(missing -> console.err().println("Not there yet: " + missing));
            report.leftOut().forEach(file ->
                    console.err().println("Not named like a migration, left out: " + file));
            report.applied().forEach(file -> console.err().println("Applied " + file));
            if (report.seeded()) {
                console.err().println("Seeded");
            }
        } catch (MigrationFailed | MigrationRefused wrong) {
            throw new CommandFailed(wrong.getMessage());
        }
    }

    /// With them in a publication PostgreSQL would refuse their updates and deletes.
    private static void tellLeftOut(Connection owner, Console console) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            try (ResultSet view = statement.executeQuery(
                    "select to_regclass('loam.untended') is not null")) {
                if (!view.next() || !view.getBoolean(1)) {
                    return;
                }
            }
            try (ResultSet tables = statement.executeQuery("select schema_name, table_name, why"
                    + " from loam.untended order by schema_name, table_name")) {
                while (tables.next()) {
                    console.err().println("Changes are not told, answers not kept: "
                            + tables.getString(1) + "." + tables.getString(2) + " ("
                            + tables.getString(3) + ")");
                }
            }
        }
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// What requests connect with.
    PostgresConfig pool() {
        return pool;
    }

    /// What the auth module connects with: a few connections of its own, so that sign-ins do not
    /// wait behind the API's requests.
    PostgresConfig authPool() {
        return authPool;
    }

    /// The role that the auth module sets in its transactions, or null where its login has the
    /// rights itself. Asks the server, and so blocks, unless it is Loam's own.
    String authRole(Console console) throws InterruptedException {
        if (embedded != null) {
            return null;
        }
        try (Connection login = connect(authPool, console)) {
            return AuthRole.of(login);
        } catch (SQLException wrong) {
            throw new CommandFailed("The database could not be asked: " + wrong.getMessage());
        }
    }

    /// The owner's login: Loam's own server's, or the one that is configured.
    PostgresConfig owner() {
        return owner;
    }

    /// Whether it is on Loam's own server.
    boolean own() {
        return embedded != null;
    }

    /// A few words for the banner.
    String described() {
        return described;
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.stop();
        }
    }

    /// A connection of the owner to somebody's server, which is waited for while it is down or
    /// starting.
    private static Connection connect(PostgresConfig config, Console console)
            throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long pause = PAUSE_MIN_MILLIS; ; pause = Math.min(PAUSE_MAX_MILLIS, pause * 2)) {
            try {
                return OwnerConnection.open(config);
            } catch (SQLException wrong) {
                String state = wrong.getSQLState() == null ? "" : wrong.getSQLState();
                boolean passing = state.startsWith("08") || state.startsWith("57P");
                if (!passing || System.nanoTime() - end >= 0) {
                    throw wrong;
                }
                console.err().println("Waiting for the database: " + wrong.getMessage());
            }
            Thread.sleep(pause);
        }
    }
}
