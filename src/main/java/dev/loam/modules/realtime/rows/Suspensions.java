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

    private final Clock clock;
    private final Duration time;
    private final Map<Key, Long> begunNanos = new HashMap<>();

    Suspensions(Clock clock, RowsConfig config) {
        this.clock = clock;
        this.time = config.checkTimeMax().multipliedBy(TIMES);
    }

    /// A role and the table whose policies it asks; null for the filters of its clients.
    private record Key(String role, TableName table) {
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
