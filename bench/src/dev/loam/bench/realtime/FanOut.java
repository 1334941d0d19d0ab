package dev.loam.bench.realtime;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One event to many listeners, again and again at a fixed pace: how long each takes to each, and
/// whether every listener got every event once and in order.
final class FanOut {
    private static final long PATIENCE_SECONDS = 30;
    private static final String BEGINNING = "Subscribed to PostgreSQL";

    private final int listeners;
    private final int warmUp;
    private final int events;
    private final long paceNanos;

    /// The first `warmUp` events do not count.
    FanOut(int listeners, int warmUp, int events, long paceNanos) {
        this.listeners = listeners;
        this.warmUp = warmUp;
        this.events = events;
        this.paceNanos = paceNanos;
    }

    /// How long an event took to each listener, and to the last of each event.
    record Delay(
            String name, int listeners, int events, double eachP50Millis, double eachP99Millis,
            double lastP50Millis, double lastP99Millis) {
    }

    /// What one listener got: `nanos` is the moment of each event, `problem` null where all is
    /// well.
    private static final class Heard {
        private final long[] atNanos;
        private volatile String problem;

        Heard(int events) {
            this.atNanos = new long[events];
        }

        void listen(
                PlainSocket socket, Source source, CountDownLatch ready, CountDownLatch done) {
            try {
                while (source.tellsBeginning() && !isBeginning(socket.next())) {
                    // A reply, or the state of who is present.
                }
                ready.countDown();
                int wanted = 0;
                while (wanted < atNanos.length) {
                    int number = source.number(socket.next());
                    long now = System.nanoTime();
                    if (number >= 0) {
                        if (number != wanted) {
                            throw new IOException("event " + number + " in place of " + wanted);
                        }
                        atNanos[wanted++] = now;
                    }
                }
            } catch (IOException failure) {
                problem = failure.getMessage();
            } finally {
                ready.countDown();
                done.countDown();
            }
        }

        private static boolean isBeginning(byte[] message) {
            return new String(message, StandardCharsets.UTF_8).contains(BEGINNING);
        }
    }

    /// Behind the last event comes one more that is not timed: so one that came twice is seen.
    Delay run(URI server, String key, Source source) throws IOException, InterruptedException {
        int all = warmUp + events + 1;
        List<PlainSocket> sockets = new ArrayList<>();
        List<Heard> heard = new ArrayList<>();
        var ready = new CountDownLatch(listeners);
        var done = new CountDownLatch(listeners);
        long[] begun = new long[all];
        try {
            for (int i = 0; i < listeners; i++) {
                PlainSocket socket = PlainSocket.open(server, key);
                sockets.add(socket);
                socket.join("bench", source.config(), source.token(i));
                var one = new Heard(all);
                heard.add(one);
                Thread.ofVirtual().start(() -> one.listen(socket, source, ready, done));
            }
            if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(source.name() + ": some listeners never began to hear");
            }
            long due = System.nanoTime();
            for (int number = 0; number < all; number++) {
                LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
                // Timed from the moment it was due, so that a server that stands still is seen to.
                begun[number] = due;
                source.happen(number);
                due += paceNanos;
            }
            boolean whole = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return delay(source, heard, begun, whole);
        } finally {
            for (PlainSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private Delay delay(Source source, List<Heard> heard, long[] begun, boolean whole)
            throws IOException {
        List<String> problems = heard.stream().map(one -> one.problem)
                .filter(problem -> problem != null).distinct().limit(5).toList();
        if (!whole || !problems.isEmpty()) {
            throw new IOException(source.name() + ": not every listener got every event once: "
                    + (problems.isEmpty() ? "some are missing" : problems));
        }
        long[] each = new long[listeners * events];
        long[] last = new long[events];
        for (int number = 0; number < events; number++) {
            for (int i = 0; i < listeners; i++) {
                long took = heard.get(i).atNanos[warmUp + number] - begun[warmUp + number];
                each[number * listeners + i] = took;
                last[number] = Math.max(last[number], took);
            }
        }
        Arrays.sort(each);
        Arrays.sort(last);
        return new Delay(source.name(), listeners, events, millis(each, 0.5),
                millis(each, 0.99), millis(last, 0.5), millis(last, 0.99));
    }

    private static double millis(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * share))] / 1e6;
    }
}
