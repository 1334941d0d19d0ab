package dev.loam.adapters.postgres.embedded;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Puts the files of a working server into an archive.
///
/// Files vanish, grow and shrink meanwhile. That is allowed: the log that is added at the end
/// repairs every page that was caught in the middle.
final class BackupArchive {
    /// Their contents are made anew at a start, or belong to this very server.
    private static final Set<String> EMPTIED = Set.of("pg_wal", "pg_dynshmem", "pg_notify",
            "pg_replslot", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");
    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts",
            "backup_label", "tablespace_map", "backup_manifest", "current_logfiles",
            "standby.signal", "recovery.signal");
    private static final String CONTROL = "global/pg_control";

    private final Path dataDir;
    private final TarArchiveOutputStream tar;
    private final byte[] buffer = new byte[1 << 16];

    BackupArchive(Path dataDir, TarArchiveOutputStream tar) {
        this.dataDir = dataDir;
        this.tar = tar;
    }

    /// Everything but the log; the control file last, as the manual says.
    void addData() throws IOException {
        Files.walkFileTree(dataDir, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
                    throws IOException {
                if (dir.equals(dataDir)) {
                    return FileVisitResult.CONTINUE;
                }
                if (dir.getFileName().toString().startsWith("pgsql_tmp")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                addFolder(name(dir));
                return EMPTIED.contains(name(dir))
                        ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                String name = name(file);
                String last = file.getFileName().toString();
                boolean out = LEFT_OUT.contains(name) || last.startsWith("pg_internal.init")
                        || last.startsWith("pgsql_tmp") || name.equals(CONTROL);
                if (!out && attributes.isRegularFile()) {
                    addFile(file, name);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                    throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        addFolder("pg_wal/archive_status");
        addFolder("pg_wal/summaries");
        addFile(dataDir.resolve(CONTROL), CONTROL);
    }

    /// The log from the segment in which the backup began to the one in which it ended.
    void addWal(String first, String last) throws IOException {
        List<Path> segments = new ArrayList<>();
        try (Stream<Path> all = Files.list(dataDir.resolve("pg_wal"))) {
            all.filter(path -> {
                String name = path.getFileName().toString();
                boolean segment = name.length() == first.length()
                        && name.compareTo(first) >= 0 && name.compareTo(last) <= 0;
                return segment || name.endsWith(".history");
            }).sorted().forEach(segments::add);
        }
        boolean complete = segments.contains(dataDir.resolve("pg_wal").resolve(first))
                && segments.contains(dataDir.resolve("pg_wal").resolve(last));
        if (!complete) {
            throw new IOException("the log from " + first + " to " + last + " is not all there"
                    + " any more: more was written than max_slot_wal_keep_size keeps");
        }
        for (Path segment : segments) {
            addFile(segment, name(segment));
        }
    }

    void addText(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(0100600);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private void addFolder(String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/");
        entry.setMode(040700);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    /// The archive has to be told the size first: what a file grows by afterwards is left out, and
    /// what it shrinks by is filled with zeros.
    private void addFile(Path file, String name) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            long left = Files.size(file);
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setMode(0100600);
            entry.setSize(left);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    Arrays.fill(buffer, (byte) 0);
                    n = (int) Math.min(buffer.length, left);
                }
                tar.write(buffer, 0, n);
                left -= n;
            }
            tar.closeArchiveEntry();
        } catch (NoSuchFileException | FileNotFoundException _) {
            // Dropped since it was listed: the log says so too.
        }
    }

    private String name(Path path) {
        return dataDir.relativize(path).toString();
    }
}
