package dev.loam.bench.realtime;

import dev.loam.bench.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What sockets cost the server that only wait: each has joined a channel. Its process is looked at
/// once it has rested, before and after they were opened.
final class Idle {
    private static final int WARM_UP = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final URI server;
    private final String key;
    private final long pid;
    private final Duration rest;

    Idle(URI server, String key, long pid, Duration rest) {
        this.server = server;
        this.key = key;
        this.pid = pid;
        this.rest = rest;
    }

    /// The resident memory of the process, read before its garbage is collected for this, and what
    /// its heap holds after.
    private record Memory(long residentKib, long heapKib) {
    }

    /// `residentKib` and `heapKib` are what a socket adds to each.
    record Cost(
            int sockets, long residentBeforeKib, long residentAfterKib, double residentKib,
            long heapBeforeKib, long heapAfterKib, double heapKib) {
        static Cost of(int sockets, Memory before, Memory after) {
            return new Cost(sockets, before.residentKib, after.residentKib,
                    (after.residentKib - before.residentKib) / (double) sockets,
                    before.heapKib, after.heapKib,
                    (after.heapKib - before.heapKib) / (double) sockets);
        }
    }

    Cost run(int count) throws IOException, InterruptedException {
        for (PlainSocket socket : opened(Math.min(WARM_UP, count))) {
            socket.close();
        }
        pause();
        Memory before = memory();
        List<PlainSocket> sockets = opened(count);
        try {
            pause();
            return Cost.of(count, before, memory());
        } finally {
            for (PlainSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private List<PlainSocket> opened(int count) throws IOException {
        List<PlainSocket> sockets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            PlainSocket socket = PlainSocket.open(server, key);
            socket.join("room" + i % 100, "{\"presence\":{\"enabled\":false}}", null);
            sockets.add(socket);
        }
        return sockets;
    }

    private void pause() {
        long end = System.nanoTime() + rest.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private Memory memory() throws IOException, InterruptedException {
        long resident = residentKib();
        return new Memory(resident, heapKib());
    }

    private long residentKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no process " + pid);
    }

    /// The last line of the histogram, for which the JVM collects its garbage, has the sum.
    private long heapKib() throws IOException, InterruptedException {
        String said = Programs.output(PATIENCE, List.of(
                Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                Long.toString(pid), "GC.class_histogram"));
        String total = said.lines().filter(line -> line.startsWith("Total ")).findFirst()
                .orElseThrow(() -> new IOException("jcmd said: " + said));
        return Long.parseLong(total.strip().split(" +")[2]) >> 10;
    }
}
