package dev.loam.app.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// What is to be sent where, how fast and for how long.
///
/// `requests` are taken in turn. `rate` is in requests a second; 0 means the closed loop: each
/// connection sends as soon as it has its answer. What falls into `warmup` is sent and not
/// counted; `duration` follows it. A request without an answer for `timeout` has failed.
public record LoadPlan(
        InetSocketAddress target, List<WireRequest> requests, double rate, Duration warmup,
        Duration duration, int connections, Duration timeout) {
    /// As many as a run may send on schedule: each unanswered one is counted at the end.
    private static final double SENT_MAX = 100_000_000;

    public LoadPlan {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("there is no request to send");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("--connections: wanted at least 1");
        }
        if (!(rate >= 0) || rate * seconds(warmup.plus(duration)) > SENT_MAX) {
            throw new IllegalArgumentException("--rate: wanted a number above 0, and not more than "
                    + "100 million requests in all");
        }
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("--duration: wanted more than nothing");
        }
    }

    boolean closed() {
        return rate == 0;
    }

    WireRequest request(long number) {
        return requests.get((int) (number % requests.size()));
    }

    /// How many requests become due in all; without end in the closed loop.
    long sends() {
        return closed() ? Long.MAX_VALUE : (long) (rate * seconds(warmup.plus(duration)));
    }

    /// When a request is due, from the start of the run.
    long dueNanos(long number) {
        return (long) (number * (1e9 / rate));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
