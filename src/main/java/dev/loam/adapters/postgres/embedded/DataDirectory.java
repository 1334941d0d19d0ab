package dev.loam.adapters.postgres.embedded;

import dev.loam.base.config.Secret;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// The server's data: created whole or not at all, checked, configured before each start.
final class DataDirectory {
    private static final Duration INITDB_MAX = Duration.ofMinutes(5);
    private static final String WORK_PREFIX = "initdb-";
    private static final String SETTINGS_FILE = "loam.conf";
    private static final String MAJOR = "18";

    private final EmbeddedFolder folder;
    private final Binaries binaries;
    private final Privileges privileges;

    DataDirectory(EmbeddedFolder folder, Binaries binaries, Privileges privileges) {
        this.folder = folder;
        this.binaries = binaries;
        this.privileges = privileges;
    }

    /// Makes the data ready for a start; true when it was created by this call.
    boolean prepare(Map<String, String> settings) throws IOException {
        deleteUnfinished();
        privileges.reach(folder.root());
        boolean create = Files.notExists(folder.dataDir());
        if (create) {
            create(!"off".equals(settings.get("fsync")));
        }
        checkVersion();
        writeSettings(settings);
        privileges.own(folder.dataDir());
        if (folder.password() == null) {
            setPassword(folder.newPassword());
        }
        return create;
    }

    /// What a creation that was interrupted, by a crash or a full disk, has left behind.
    private void deleteUnfinished() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder.root(),
                WORK_PREFIX + "*")) {
            for (Path work : left) {
                Folders.delete(work);
            }
        }
    }

    private void create(boolean durably) throws IOException {
        Path work = Files.createTempDirectory(folder.root(), WORK_PREFIX);
        Path data = work.resolve("data");
        Path passwordFile = work.resolve("password");
        Secret kept = folder.password();
        Secret password = kept == null ? folder.newPassword() : kept;
        EmbeddedFolder.writePrivately(passwordFile, password.value() + "\n");
        privileges.own(work);
        Command done = initdb(data, passwordFile, "C.UTF-8", durably);
        if (!done.succeeded() && done.output().contains("invalid locale name")) {
            Folders.delete(data);
            // Only the C library lacks it; texts are still ordered and cased by the builtin one.
            done = initdb(data, passwordFile, "C", durably);
        }
        if (!done.succeeded()) {
            Folders.delete(work);
            throw new EmbeddedPostgresException("Creating the database in " + folder.root()
                    + " failed: " + done.output());
        }
        Path conf = data.resolve("postgresql.conf");
        Files.writeString(conf, Files.readString(conf)
                + "\n# Written anew at each start; ALTER SYSTEM wins over it.\n"
                + "include_if_exists = '" + SETTINGS_FILE + "'\n");
        Files.move(data, folder.dataDir(), StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(work);
    }

    private Command initdb(Path data, Path passwordFile, String locale, boolean durably)
            throws IOException {
        return Command.run(INITDB_MAX, "", privileges.command(binaries.initdb(),
                "--pgdata=" + data,
                "--username=" + EmbeddedFolder.OWNER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=" + locale,
                "--lc-messages=C",
                "--text-search-config=english",
                durably ? "--data-checksums" : "--no-sync"));
    }

    private void checkVersion() throws IOException {
        Path file = folder.dataDir().resolve("PG_VERSION");
        if (Files.notExists(file)) {
            throw new EmbeddedPostgresException("The folder " + folder.dataDir()
                    + " holds no PostgreSQL database: move it away, then start again.");
        }
        String version = Files.readString(file).strip();
        if (!version.equals(MAJOR)) {
            throw new EmbeddedPostgresException("The database in " + folder.dataDir()
                    + " was made by PostgreSQL " + version + ", and this is PostgreSQL " + MAJOR
                    + ": dump it with the old one and load it into a new folder.");
        }
    }

    private void writeSettings(Map<String, String> chosen) throws IOException {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "fsync", "on",
                "log_timezone", "UTC",
                "max_connections", "100",
                "max_replication_slots", "20",
                // A change feed that nobody reads any more must not fill the disk.
                "max_slot_wal_keep_size", "4GB",
                "max_wal_senders", "20",
                "password_encryption", "scram-sha-256",
                "shared_preload_libraries", "pg_stat_statements",
                "timezone", "UTC",
                "wal_level", "logical"));
        settings.putAll(chosen);
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) -> text.append(name).append(" = '")
                .append(value.replace("'", "''")).append("'\n"));
        Path file = folder.dataDir().resolve(SETTINGS_FILE);
        if (Files.notExists(file) || !Files.readString(file).contentEquals(text)) {
            EmbeddedFolder.writePrivately(file, text.toString());
            if (privileges == Privileges.OTHER_USER) {
                Folders.give(file, Privileges.NOBODY);
            }
        }
    }

    /// Gives the owner a new password when the old one is lost, as after a restore: in the
    /// server's single-user mode, where no password is needed and nobody else can connect.
    private void setPassword(Secret password) throws IOException {
        // Single-user mode takes one statement a line; the password is hexadecimal.
        Command done = Command.run(INITDB_MAX,
                "alter role " + EmbeddedFolder.OWNER + " password '" + password.value() + "'\n",
                privileges.command(binaries.postgres(), "--single",
                        "-D", folder.dataDir().toString(),
                        EmbeddedFolder.DATABASE));
        if (!done.succeeded()) {
            Files.delete(folder.passwordFile());
            throw new EmbeddedPostgresException("The password of the database in "
                    + folder.dataDir() + " is lost, and setting a new one failed: "
                    + done.output());
        }
    }
}
