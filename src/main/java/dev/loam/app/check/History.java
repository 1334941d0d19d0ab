package dev.loam.app.check;

import dev.loam.base.position.Lsn;
import dev.loam.ports.database.Consistency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What was written, and what an answer must therefore show. Thread-safe.
final class History {
    private static final int VIOLATIONS_MAX = 20;

    private final Map<Row, RowHistory> all = new HashMap<>();
    /// Only what was written through the cache.
    private final Map<Row, RowHistory> own = new HashMap<>();
    private final AtomicReference<Token> newest = new AtomicReference<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong writes = new AtomicLong();
    private final long sessionBoundNanos;

    record Row(String table, int id) {
    }

    /// A position after the commit that gave a row a value.
    record Token(Lsn position, Row row, long value) {
    }

    History(long sessionBoundNanos) {
        this.sessionBoundNanos = sessionBoundNanos;
        for (String table : CheckTables.ALL) {
            for (int id = 1; id <= CheckTables.ROWS; id++) {
                all.put(new Row(table, id), new RowHistory());
                own.put(new Row(table, id), new RowHistory());
            }
        }
    }

    /// A write has been acknowledged; `position` is null where it was not told.
    void committed(Row row, long value, boolean throughCache, Lsn position) {
        all.get(row).committed(value);
        if (throughCache) {
            own.get(row).committed(value);
        }
        if (position != null) {
            newest.set(new Token(position, row, value));
        }
        writes.incrementAndGet();
    }

    Token newest() {
        return newest.get();
    }

    /// The value that a row must have at least in an answer that was asked for at that moment.
    long needed(Row row, Consistency consistency, Token token, long asked) {
        long needed = switch (consistency.level()) {
            case STRONG -> all.get(row).before(asked);
            case SESSION -> Math.max(own.get(row).before(asked),
                    all.get(row).before(asked - sessionBoundNanos));
            case BOUNDED -> all.get(row).before(asked - consistency.bound().toNanos());
            case EVENTUAL -> 0;
        };
        return token != null && token.row().equals(row) ? Math.max(needed, token.value()) : needed;
    }

    void violated(String what) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(what);
        }
    }

    List<String> violations() {
        return new ArrayList<>(violations);
    }

    boolean isViolated() {
        return !violations.isEmpty();
    }

    long writes() {
        return writes.get();
    }
}
