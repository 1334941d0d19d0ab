package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What took too long to ask and is not asked again for a while, so that it holds up others for a
/// small part of the time only. For one thread.
final class Suspensions {
    /// Of the time that one question may take.
    private static final int TIMES = 10;

    /// So many filters that take too long are borne before those of the role are not asked.
    static final int SLOW_FILTERS_MAX = 4;

    private final Clock clock;
    private final Duration time;
    private final Map<Key, Long> begunNanos = new HashMap<>();

    Suspensions(Clock clock, RowsConfig config) {
        this.clock = clock;
        this.time = config.checkTimeMax().multipliedBy(TIMES);
    }

    private final Map<String, Slow> slow = new HashMap<>();

    /// A role and the table whose policies it asks; null for the filters of its clients.
    private record Key(String role, TableName table) {
    }

    private record Slow(int count, long sinceNanos) {
    }

    /// Filters of a role took too long. Those who wrote them lose them, and that is enough unless
    /// it goes on.
    void slowFilters(String role, int count) {
        var before = slow.get(role);
        var now = clock.nanos();
        boolean goesOn = before != null && now - before.sinceNanos() < time.toNanos();
        var sum = goesOn ? new Slow(before.count() + count, before.sinceNanos())
                : new Slow(count, now);
        slow.put(role, sum);
        if (sum.count() >= SLOW_FILTERS_MAX) {
            suspend(role, null);
        }
    }

    void suspend(String role, TableName table) {
        begunNanos.put(new Key(role, table), clock.nanos());
    }

    boolean suspended(String role, TableName table) {
        var key = new Key(role, table);
        var begun = begunNanos.get(key);
        if (begun == null) {
            return false;
        }
        if (clock.nanos() - begun < time.toNanos()) {
            return true;
        }
        begunNanos.remove(key);
        return false;
    }
}
