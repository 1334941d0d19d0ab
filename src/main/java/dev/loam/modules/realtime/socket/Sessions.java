package dev.loam.modules.realtime.socket;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The sockets that are open.
final class Sessions {
    /// How long a client that was given up may take to answer the close.
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_MAX = Duration.ofSeconds(5);

    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final int countMax;
    private volatile boolean closed;

    Sessions(int countMax) {
        this.countMax = countMax;
    }

    boolean hasRoom() {
        return count.get() < countMax;
    }

    /// False where there is no room.
    boolean add(Session session) {
        if (count.incrementAndGet() > countMax) {
            count.decrementAndGet();
            return false;
        }
        open.add(session);
        if (closed) {
            session.goAway();
        }
        return true;
    }

    void remove(Session session) {
        if (open.remove(session)) {
            count.decrementAndGet();
        }
    }

    int size() {
        return count.get();
    }

    /// Ends what lives by keys that do not count any more. Each key is asked for once.
    private void endRevoked(Tokens tokens) {
        Set<String> keys = new HashSet<>();
        open.forEach(session -> keys.addAll(session.keys()));
        keys.removeIf(tokens::counts);
        if (!keys.isEmpty()) {
            open.forEach(session -> session.revoked(keys));
        }
    }

    /// Closes all of them; none begins any more.
    void close() {
        closed = true;
        open.forEach(Session::goAway);
    }

    boolean isClosed() {
        return closed;
    }

    /// Looks at all of them, again and again.
    void watch(Parts parts) {
        Duration silenceMax = parts.config().silenceMax();
        Duration quarter = silenceMax.dividedBy(4);
        Duration pause = quarter.compareTo(LOOK_MAX) < 0 ? quarter : LOOK_MAX;
        parts.alarms().in(pause.toNanos(), () -> {
            // First, so that no defect below ends the looking.
            watch(parts);
            long now = parts.clock().nanos();
            open.forEach(session -> session.look(now, silenceMax, PATIENCE));
            endRevoked(parts.tokens());
        });
    }
}
