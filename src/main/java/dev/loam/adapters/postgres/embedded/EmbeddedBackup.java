package dev.loam.adapters.postgres.embedded;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.Deflater;

/// A copy of a whole server, made while it works, in one tar file that needs nothing else.
///
/// The files are copied while they change; what makes them one consistent state is the write-ahead
/// log of the time of copying, which is therefore in the archive too: the first start after a
/// restore replays it. A file that ends in `.gz` or `.tgz` is compressed. The archive holds the
/// server's data, so its passwords' hashes too, and is readable only by its maker.
///
/// Source: PostgreSQL manual, "Making a Base Backup Using the Low Level API".
public final class EmbeddedBackup {
    private static final String UNFINISHED = "postgres.restoring";

    private EmbeddedBackup() {
    }

    /// Copies the server at `jdbcUrl`, a superuser's, whose data is `dataDir` on this machine.
    /// The file appears whole or not at all.
    public static void backup(String jdbcUrl, Path dataDir, Path tarFile) {
        Path target = tarFile.toAbsolutePath();
        try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
            refuseOtherData(connection, dataDir);
            refuseTablespaces(connection);
            Path part = Files.createTempFile(target.getParent(), target.getFileName() + ".",
                    ".part", PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try {
                write(connection, dataDir, part, isCompressed(target));
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (SQLException | IOException e) {
            throw new EmbeddedPostgresException("The backup into " + tarFile + " failed: "
                    + e.getMessage(), e);
        }
    }

    /// Unpacks a backup into a `.loam` folder that has no database; the next start brings it up,
    /// under a new owner's password when the folder has none.
    public static void restore(Path tarFile, Path loamDir) {
        EmbeddedFolder folder = new EmbeddedFolder(loamDir);
        try {
            folder.create();
            try (FolderLock _ = FolderLock.take(folder.root())) {
                if (Files.exists(folder.dataDir())) {
                    throw new EmbeddedPostgresException("There is a database in "
                            + folder.dataDir() + " already: restore into an empty folder.");
                }
                Path part = folder.root().resolve(UNFINISHED);
                Folders.delete(part);
                Files.createDirectory(part, PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rwx------")));
                unpack(tarFile, part);
                if (Files.notExists(part.resolve("backup_label"))) {
                    Folders.delete(part);
                    throw new EmbeddedPostgresException(tarFile + " is not a whole backup: it"
                            + " holds no backup_label.");
                }
                // The password belongs to the server that was backed up, or to none.
                Files.deleteIfExists(folder.passwordFile());
                Files.move(part, folder.dataDir(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Restoring " + tarFile + " failed: "
                    + e.getMessage(), e);
        }
    }

    private static void write(Connection connection, Path dataDir, Path file, boolean compressed)
            throws SQLException, IOException {
        // Without a slot the server may recycle the log that the copy will need. A temporary one
        // goes with the connection.
        value(connection, """
                select slot_name from pg_create_physical_replication_slot(
                    'loam_backup_' || pg_backend_pid(), true, true)
                """);
        value(connection, "select pg_backup_start('loam backup', true)");
        try (FileOutputStream raw = new FileOutputStream(file.toFile());
                OutputStream out = compressed ? gzip(raw) : new BufferedOutputStream(raw, 1 << 16);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            BackupArchive archive = new BackupArchive(dataDir, tar);
            archive.addData();
            stop(connection, archive);
            tar.finish();
            out.flush();
            raw.getFD().sync();
        }
    }

    private static void stop(Connection connection, BackupArchive archive)
            throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select labelfile, spcmapfile, pg_walfile_name(lsn) from pg_backup_stop(false)
                """); ResultSet rows = statement.executeQuery()) {
            rows.next();
            String label = rows.getString(1);
            archive.addText("backup_label", label);
            if (!rows.getString(2).isBlank()) {
                archive.addText("tablespace_map", rows.getString(2));
            }
            archive.addWal(firstWal(label), rows.getString(3));
        }
    }

    /// `START WAL LOCATION: 0/2000028 (file 000000010000000000000002)`
    private static String firstWal(String label) {
        int at = label.indexOf("(file ") + "(file ".length();
        return label.substring(at, label.indexOf(')', at));
    }

    private static void refuseOtherData(Connection connection, Path dataDir)
            throws SQLException, IOException {
        String actual = value(connection, "select current_setting('data_directory')");
        if (!Path.of(actual).toRealPath().equals(dataDir.toRealPath())) {
            throw new EmbeddedPostgresException("The server keeps its data in " + actual
                    + ", not in " + dataDir + ": only an embedded server can be backed up.");
        }
    }

    /// Their places are outside of the data: unpacked on the same machine, the copy would write
    /// over the original.
    private static void refuseTablespaces(Connection connection) throws SQLException {
        String names = value(connection, """
                select string_agg(spcname, ', ') from pg_tablespace
                where spcname not in ('pg_default', 'pg_global')
                """);
        if (names != null) {
            throw new EmbeddedPostgresException("The database has tablespaces outside of its"
                    + " folder (" + names + "); this backup cannot take them: use pg_basebackup.");
        }
    }

    private static void unpack(Path file, Path target) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream in = isCompressed(file) ? new GzipCompressorInputStream(raw) : raw;
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null;
                    entry = tar.getNextEntry()) {
                Path path = Folders.inside(target, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path, PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
                } else if (entry.isFile()) {
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(path,
                            PosixFilePermissions.fromString("rw-------"));
                } else {
                    throw new EmbeddedPostgresException(file + " is not a backup of Loam: "
                            + entry.getName() + " is neither file nor folder.");
                }
            }
        }
    }

    private static OutputStream gzip(OutputStream raw) throws IOException {
        GzipParameters fast = new GzipParameters();
        fast.setCompressionLevel(Deflater.BEST_SPEED);
        return new GzipCompressorOutputStream(raw, fast);
    }

    private static boolean isCompressed(Path file) {
        return file.toString().endsWith(".gz") || file.toString().endsWith(".tgz");
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
