package dev.loam.bench.peer;

import dev.loam.bench.Site;
import dev.loam.bench.measure.Wire;
import dev.loam.bench.work.Ground;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A started system. It ends with this process, whatever happens.
public final class Running implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration STOP_MAX = Duration.ofSeconds(15);
    private static final int LAST_WORDS_MAX = 3_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Peer peer;
    private final Peer.Start start;
    private final Process process;
    private final Thread ender;
    private final long startedNanos;

    private Running(Peer peer, Peer.Start start) throws IOException {
        this.peer = peer;
        this.start = start;
        var builder = new ProcessBuilder(start.command()).directory(start.dir().toFile())
                .redirectErrorStream(true).redirectOutput(start.log().toFile());
        builder.environment().putAll(start.environment());
        this.startedNanos = System.nanoTime();
        this.process = builder.start();
        this.ender = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ender);
    }

    public static Running start(Peer peer, Site site, Ground ground)
            throws IOException, InterruptedException, SQLException {
        return new Running(peer, peer.prepare(site, ground));
    }

    public Peer peer() {
        return peer;
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return start.port();
    }

    /// Waits until this request is answered with a status below 400; the time since the start.
    public Duration awaitAnswer(Wire request) throws IOException {
        long end = startedNanos + START_MAX.toNanos();
        while (!isAnswered(request)) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException(peer.name() + " did not start; it said last: " + lastWords());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private String lastWords() throws IOException {
        String said = Files.readString(start.log());
        return said.substring(Math.max(0, said.length() - LAST_WORDS_MAX));
    }

    private boolean isAnswered(Wire request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), start.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.bytes());
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            return status.matches("HTTP/1\\.[01] [23]\\d\\d");
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(ender);
    }
}
