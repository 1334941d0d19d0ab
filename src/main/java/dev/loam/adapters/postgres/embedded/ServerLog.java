package dev.loam.adapters.postgres.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/// Carries what the server says into its log file, at most two files of 8 MiB, and tells when it
/// says that it is ready: so nobody has to knock again and again.
///
/// Runs on a thread of its own until the server closes its end.
final class ServerLog implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLog.class);
    private static final String READY = "database system is ready to accept connections";
    private static final long FILE_BYTES_MAX = 8L << 20;
    private static final int TAIL_CHARS_MAX = 4096;

    private final InputStream said;
    private final Path file;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile String tail = "";

    ServerLog(InputStream said, Path file) {
        this.said = said;
        this.file = file;
    }

    CompletableFuture<Void> ready() {
        return ready;
    }

    /// The last lines, for the message of a failed start.
    String tail() {
        return tail;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try (InputStream in = said) {
            long size = Files.exists(file) ? Files.size(file) : 0;
            OutputStream out = append();
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    notice(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    out.write(buffer, 0, n);
                    size += n;
                    if (size > FILE_BYTES_MAX) {
                        out.close();
                        Files.move(file, file.resolveSibling(file.getFileName() + ".1"),
                                StandardCopyOption.REPLACE_EXISTING);
                        out = append();
                        size = 0;
                    }
                }
            } finally {
                out.close();
            }
        } catch (IOException e) {
            LOG.warn("the server's log {} ends here", file, e);
        }
    }

    private void notice(String text) {
        String all = tail + text;
        tail = all.substring(Math.max(0, all.length() - TAIL_CHARS_MAX));
        if (!ready.isDone() && all.contains(READY)) {
            ready.complete(null);
        }
    }

    private OutputStream append() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
