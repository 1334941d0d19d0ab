package dev.loam.bench;

import dev.loam.adapters.postgres.embedded.EmbeddedConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedPostgres;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.adapters.postgres.schema.MigrationFolder;
import dev.loam.adapters.postgres.schema.MigrationOptions;
import dev.loam.adapters.postgres.schema.Migrations;
import dev.loam.base.config.Secret;
import dev.loam.bench.work.Ground;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Where a run takes place: one PostgreSQL server of its own, its databases, and a folder for what
/// the systems read and write. Closing it removes all of it.
public final class Site implements AutoCloseable {
    /// What every system may use at once, so that none of them wins by more connections.
    public static final int POOL = 12;
    public static final String EMAIL = "luisg@embraer.com.br";

    private static final String PASSWORD = "bench";
    private static final String SECRET = "a-secret-for-measurements-on-this-machine-only";

    private final Path home;
    private final Path work;
    private final EmbeddedPostgres postgres;
    private final Set<Ground> made = EnumSet.noneOf(Ground.class);

    private Site(Path home, Path work) {
        this.home = home;
        this.work = work;
        this.postgres = EmbeddedPostgres.start(work.resolve("postgres"),
                EmbeddedConfig.defaults());
    }

    /// `home` is the root of the repository.
    static Site open(Path home) throws IOException, SQLException {
        // PostgreSQL may have to run as another user, who must get in.
        Path work = Files.createTempDirectory("loam-bench", PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwxr-xr-x")));
        Site site = new Site(home, work);
        site.make(Ground.CHINOOK);
        return site;
    }

    public Path home() {
        return home;
    }

    /// Where what was fetched stays for the next run.
    public Path peers() {
        return home.resolve("bench/.peers");
    }

    public Path work() {
        return work;
    }

    public String secret() {
        return SECRET;
    }

    /// The server's root process.
    public long postgresPid() {
        return postgres.pid();
    }

    /// The address of a database for the role that requests log in with; it is made if need be.
    public String loginUrl(Ground ground) throws SQLException {
        return url("authenticator", PASSWORD, ground);
    }

    public String ownerUrl(Ground ground) throws SQLException {
        return url(postgres.user(), postgres.password().value(), ground);
    }

    /// The owner's, as pgjdbc wants it.
    public String jdbcUrl(Ground ground) throws SQLException {
        make(ground);
        return jdbcUrl(ground.database()) + "?user=" + postgres.user() + "&password="
                + postgres.password().value();
    }

    public int postgresPort() {
        return postgres.port();
    }

    public String owner() {
        return postgres.user();
    }

    public String ownerPassword() {
        return postgres.password().value();
    }

    /// The same of a database that is there.
    public String loginUrl(String database) {
        return url("authenticator", PASSWORD, database);
    }

    public String ownerUrl(String database) {
        return url(postgres.user(), postgres.password().value(), database);
    }

    private String url(String user, String password, Ground ground) throws SQLException {
        make(ground);
        return url(user, password, ground.database());
    }

    private String url(String user, String password, String database) {
        return "postgresql://" + user + ":" + password + "@127.0.0.1:" + postgres.port() + "/"
                + database;
    }

    /// Statements with semicolons between them; each is committed by itself.
    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String one : sql.split(";\\s*(?=\\S)|;\\s*$")) {
                statement.execute(one);
            }
        }
    }

    /// One statement, in which semicolons may stand.
    public void executeWhole(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The rows of a query as text, for comparison.
    public String rows(String database, String query) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            var text = new StringBuilder();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    text.append(rows.getString(column)).append(column < columns ? "|" : "\n");
                }
            }
            return text.toString();
        }
    }

    public static int freePort() {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private void make(Ground ground) throws SQLException {
        if (!made.add(ground)) {
            return;
        }
        if (ground == Ground.CHINOOK) {
            makeChinook();
            return;
        }
        try (Connection connection = connect(postgres.database());
                Statement statement = connection.createStatement()) {
            // A database with sessions cannot be copied, and systems come back by themselves.
            statement.execute("create database " + ground.database() + " template template_bench");
        }
        try (Connection connection = connect(ground.database());
                Statement statement = connection.createStatement()) {
            for (String one : ground.statements()) {
                statement.execute(one);
            }
        }
    }

    private void makeChinook() throws SQLException {
        try (Connection connection = connect(postgres.database());
                Statement statement = connection.createStatement()) {
            statement.execute("create database template_bench");
        }
        try (Connection connection = connect("template_bench");
                Statement statement = connection.createStatement()) {
            Bootstrap.apply(connection, BootstrapConfig.of(
                    new Secret(PASSWORD), new Secret(SECRET)));
            Migrations.run(connection, MigrationFolder.of(home.resolve("examples/chinook"),
                    "migrations", List.of("seed.sql")), MigrationOptions.defaults());
            statement.execute(Files.readString(home.resolve("bench/data/bench.sql")));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        try (Connection connection = connect(postgres.database());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + Ground.CHINOOK.database()
                    + " template template_bench");
        }
    }

    /// A database of Chinook for a system that adds tables of its own.
    public void makeOwn(String name) throws SQLException {
        try (Connection connection = connect(postgres.database());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " template template_bench");
        }
    }

    /// An empty database for a system that serves its own tables only.
    public void makeEmpty(String name) throws SQLException {
        execute(postgres.database(), "create database " + name);
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                jdbcUrl(database), postgres.user(), postgres.password().value());
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database;
    }

    @Override
    public void close() {
        postgres.close();
        try (Stream<Path> all = Files.walk(work)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
