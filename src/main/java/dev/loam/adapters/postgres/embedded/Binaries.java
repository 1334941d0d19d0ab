package dev.loam.adapters.postgres.embedded;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The server's programs, unpacked once into a folder that all projects of a user share.
///
/// The folder is named after the release and the archive's checksum, appears whole or not at all,
/// and is never changed afterwards.
record Binaries(Path home) {
    private static final Logger LOG = LoggerFactory.getLogger(Binaries.class);
    private static final Pattern RELEASE = Pattern.compile("-(\\d+(?:\\.\\d+)*)\\.jar$");
    /// File locks belong to the process, so threads of one process wait for each other here.
    private static final Object UNPACKING = new Object();

    Path postgres() {
        return home.resolve("bin/postgres");
    }

    Path initdb() {
        return home.resolve("bin/initdb");
    }

    /// Finds the programs under `cacheDir`, unpacking them first when they are not there.
    static Binaries under(Path cacheDir) throws IOException {
        URL archive = archive();
        Path home = cacheDir.toAbsolutePath().resolve(folderName(archive));
        if (!Files.isDirectory(home)) {
            Files.createDirectories(cacheDir);
            synchronized (UNPACKING) {
                unpackOnce(archive, home);
            }
        }
        return new Binaries(home);
    }

    private static URL archive() {
        String arch = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            case String other -> other;
        };
        boolean linux = System.getProperty("os.name").equals("Linux");
        URL url = Binaries.class.getResource("/postgres-linux-" + arch + ".txz");
        if (!linux || url == null) {
            throw new EmbeddedPostgresException("There is no embedded PostgreSQL for "
                    + System.getProperty("os.name") + " on " + arch
                    + ": give the URL of a database instead.");
        }
        return url;
    }

    /// The jar's own directory already knows size and checksum of the archive: reading 15 MB at
    /// every start would cost more than starting the server.
    private static String folderName(URL archive) throws IOException {
        String release = "unknown";
        long checksum;
        if (archive.openConnection() instanceof JarURLConnection jar) {
            checksum = jar.getJarEntry().getCrc();
            Matcher matcher = RELEASE.matcher(jar.getJarFileURL().getPath());
            release = matcher.find() ? matcher.group(1) : release;
        } else {
            CRC32 crc = new CRC32();
            try (InputStream in = archive.openStream()) {
                crc.update(in.readAllBytes());
            }
            checksum = crc.getValue();
        }
        return String.format("postgres-%s-%08x", release, checksum);
    }

    private static void unpackOnce(URL archive, Path home) throws IOException {
        Path lockFile = home.resolveSibling(home.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            if (Files.isDirectory(home)) {
                return;
            }
            LOG.info("unpacking PostgreSQL into {}", home);
            Path part = home.resolveSibling(home.getFileName() + ".part");
            Folders.delete(part);
            Files.createDirectory(part, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwxr-xr-x")));
            unpack(archive, part);
            flush(part);
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (InputStream raw = new BufferedInputStream(archive.openStream(), 1 << 16);
             TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(raw))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null;
                    entry = tar.getNextEntry()) {
                Path path = Folders.inside(target, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.getParent());
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.createDirectories(path.getParent());
                    Files.copy(tar, path);
                    boolean runs = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(
                            runs ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /// One `syncfs` instead of a thousand `fsync`: after a power loss the renamed folder must not
    /// hold empty files for ever. Best effort, since the cache can be deleted at any time.
    private static void flush(Path folder) throws IOException {
        Command.run(Command.MINUTE, "sync", "-f", folder.toString());
    }
}
