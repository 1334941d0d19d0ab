package dev.loam.spec.live;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Clients that do not wait for each other: requests leave when they are due, by chance and by a
/// seed, whatever became of those before, and each is timed from the moment it was due.
final class OpenLoad implements AutoCloseable {
    private final int port;
    private final byte[] request;
    private final SplittableRandom chance;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Deque<Connection> all = new ConcurrentLinkedDeque<>();

    /// What became of the requests of a run. A status is 0 where there was no answer in time.
    record Answers(long[] dueNanos, long[] tookNanos, int[] statuses, long nanos) {
        /// How many a second were answered well within a deadline, of those due after `from`.
        double goodPerSecond(Duration deadline, Duration from) {
            long good = numbers(from).filter(i -> well(i)
                    && tookNanos[i] <= deadline.toNanos()).count();
            return good * 1e9 / (nanos - from.toNanos());
        }

        /// How long the good answers took at the most, but for a few in a hundred.
        double millis(int percent, Duration from) {
            long[] took = numbers(from).filter(this::well)
                    .mapToLong(i -> tookNanos[i]).sorted().toArray();
            return took.length == 0 ? Double.NaN : took[took.length * percent / 100] / 1e6;
        }

        long refused() {
            return Arrays.stream(statuses).filter(status -> status == 503).count();
        }

        long unanswered() {
            return Arrays.stream(statuses).filter(status -> status == 0).count();
        }

        private boolean well(int i) {
            return statuses[i] == 200;
        }

        private IntStream numbers(Duration from) {
            return IntStream.range(0, statuses.length)
                    .filter(i -> dueNanos[i] >= from.toNanos());
        }
    }

    OpenLoad(int port, String path, long seed) {
        this.port = port;
        this.chance = new SplittableRandom(seed);
        this.request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Returns when the time is over and those under way were waited for a little longer.
    Answers run(double perSecond, Duration time, Duration patience) {
        long[] due = due(perSecond, time);
        var answers = new Answers(due, new long[due.length], new int[due.length], time.toNanos());
        var left = new CountDownLatch(due.length);
        long start = System.nanoTime();
        for (int i = 0; i < due.length; i++) {
            for (long wait = start + due[i] - System.nanoTime(); wait > 0;
                    wait = start + due[i] - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            int number = i;
            Thread.ofVirtual().start(() -> {
                int status = status();
                answers.tookNanos[number] = System.nanoTime() - start - due[number];
                answers.statuses[number] = status;
                left.countDown();
            });
        }
        try {
            boolean _ = left.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException wrong) {
            throw new IllegalStateException(wrong);
        }
        return new Answers(due, answers.tookNanos.clone(), answers.statuses.clone(),
                time.toNanos());
    }

    private long[] due(double perSecond, Duration time) {
        double gap = 1e9 / perSecond;
        var times = LongStream.builder();
        double at = 0;
        while (at < time.toNanos()) {
            times.add((long) at);
            at -= Math.log(1 - chance.nextDouble()) * gap;
        }
        return times.build().toArray();
    }

    private int status() {
        try {
            Connection connection = idle.pollLast();
            if (connection == null) {
                connection = new Connection(new Socket(InetAddress.getLoopbackAddress(), port));
                all.add(connection);
            }
            int status = connection.ask(request);
            idle.addLast(connection);
            return status;
        } catch (IOException failed) {
            return 0;
        }
    }

    @Override
    public void close() {
        all.forEach(Connection::close);
    }

    /// A connection with one request at a time.
    private static final class Connection {
        private final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        int ask(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            String first = line();
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            in.skipNBytes(length);
            return Integer.parseInt(first.substring(9, 12));
        }

        private String line() throws IOException {
            var line = new StringBuilder(64);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the server closed the connection");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        void close() {
            try {
                socket.close();
            } catch (IOException _) {
                // It was closed before.
            }
        }
    }
}
