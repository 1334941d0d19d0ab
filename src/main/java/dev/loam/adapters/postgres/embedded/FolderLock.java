package dev.loam.adapters.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right of one process to run the server of a folder.
///
/// An operating system lock, so it ends with its process however that dies. The process id is
/// kept in a file of its own: opening and closing the locked file would drop the lock.
final class FolderLock implements AutoCloseable {
    // The one place with static state: the operating system's lock belongs to the process, and
    // closing any second channel to the file would release it. So the process must know itself
    // what it holds before it opens the file again.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Takes the folder, or refuses at once, naming the process that has it.
    static FolderLock take(Path root) throws IOException {
        Path folder = root.toRealPath();
        if (!HELD.add(folder)) {
            throw inUse(folder, ProcessHandle.current().pid());
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(lockFile(folder), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(folder, pidIn(folder).orElse(0));
            }
            Files.writeString(pidFile(folder), ProcessHandle.current().pid() + "\n");
            return new FolderLock(folder, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(folder);
            throw e;
        }
    }

    /// The process that holds a folder now.
    static OptionalLong owner(Path root) {
        try {
            if (Files.notExists(lockFile(root))) {
                return OptionalLong.empty();
            }
            Path folder = root.toRealPath();
            if (HELD.contains(folder)) {
                return OptionalLong.of(ProcessHandle.current().pid());
            }
            try (FileChannel channel = FileChannel.open(lockFile(folder),
                    StandardOpenOption.WRITE)) {
                return channel.tryLock() == null ? pidIn(folder) : OptionalLong.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + lockFile(root), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(pidFile(folder));
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + lockFile(folder), e);
        } finally {
            HELD.remove(folder);
        }
    }

    private static EmbeddedPostgresException inUse(Path folder, long pid) {
        String who = pid == 0 ? "another process" : "process " + pid;
        return new EmbeddedPostgresException("The folder " + folder + " is in use by " + who
                + ": stop that one first, or work in another folder.");
    }

    private static OptionalLong pidIn(Path folder) throws IOException {
        Path file = pidFile(folder);
        String text = Files.exists(file) ? Files.readString(file).strip() : "";
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private static Path lockFile(Path folder) {
        return folder.resolve("lock");
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("pid");
    }
}
