package dev.loam.kernel.admission;

import java.time.Duration;
import java.util.Set;

/// How many requests may use the database at once, and how many wait.
///
/// - `limitFirst`: the limit that is begun with: the pool's size.
/// - `limitMin`, `limitMax`: between these the limit is learned; equal, it stays.
/// - `queueMax`: how many wait at once.
/// - `waitMax`: how long one waits in calm times.
/// - `target`: how long one waits, at least, while more comes than can be done.
/// - `services`: the roles that go first.
public record AdmissionConfig(
        int limitFirst, int limitMin, int limitMax, int queueMax, Duration waitMax,
        Duration target, Set<String> services) {
    public static final int QUEUE_MAX = 1_000;
    public static final Duration WAIT_MAX = Duration.ofSeconds(5);
    public static final Duration TARGET = Duration.ofMillis(50);
    public static final Set<String> SERVICES = Set.of("service_role");

    public AdmissionConfig {
        services = Set.copyOf(services);
        if (limitMin < 1 || limitMax < limitMin || queueMax < 0) {
            throw new IllegalArgumentException(
                    "no limits: " + limitMin + " to " + limitMax + ", " + queueMax);
        }
        limitFirst = Math.clamp(limitFirst, limitMin, limitMax);
    }

    /// As it comes for a pool of that size: what finds no connection waits before the pool rather
    /// than in it, but for as many as keep its connections busy.
    public static AdmissionConfig ofPool(int connections) {
        return new AdmissionConfig(connections, Math.max(1, connections / 2), 2 * connections,
                QUEUE_MAX, WAIT_MAX, TARGET, SERVICES);
    }

    /// The same where everybody waits as long under overload as in calm times: for what people do
    /// in person, in bursts, and would only do again.
    public AdmissionConfig patient() {
        return new AdmissionConfig(
                limitFirst, limitMin, limitMax, queueMax, waitMax, waitMax, services);
    }
}
