package dev.loam.bench.realtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What sockets cost the server that only wait: each has joined a channel. The resident memory of
/// its process is read once it has rested, before and after they were opened; nobody collects
/// garbage for that.
final class Idle {
    private static final int WARM_UP = 1000;
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Idle() {
    }

    static void run(URI server, String key, long pid, int count) throws IOException {
        for (PlainSocket socket : opened(server, key, Math.min(WARM_UP, count))) {
            socket.close();
        }
        long before = residentKib(pid);
        List<PlainSocket> sockets = opened(server, key, count);
        try {
            long after = residentKib(pid);
            System.out.printf("| %d | %d | %d | %.1f |%n", count, before >> 10, after >> 10,
                    (after - before) / (double) count);
        } finally {
            for (PlainSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static List<PlainSocket> opened(URI server, String key, int count)
            throws IOException {
        List<PlainSocket> sockets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            PlainSocket socket = PlainSocket.open(server, key);
            socket.join("room" + i % 100, "{\"presence\":{\"enabled\":false}}");
            sockets.add(socket);
        }
        long end = System.nanoTime() + REST_NANOS;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        return sockets;
    }

    private static long residentKib(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no process " + pid);
    }
}
