package dev.loam.adapters.postgres.replication;

import dev.loam.base.position.Lsn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Does beside a stream what must not hold it up: has the server write out its log when somebody
/// waits for progress, and looks after the slot and the publications now and then.
///
/// A server that is caught up says by itself how far it has come, as soon as its log is safe on
/// disk. So a poke is a question how far that is, and only where something is not yet safe also
/// an order to make it so. Pokes that come while one is under way are one.
final class Attendant implements AutoCloseable {
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    private final SideConnection side;
    private final Supplier<Lsn> told;
    private final Look look;
    private final AtomicBoolean poked = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;

    /// What is looked after now and then.
    interface Look {
        void look() throws SQLException;
    }

    Attendant(SideConnection side, Supplier<Lsn> told, Look look) {
        this.side = side;
        this.told = told;
        this.look = look;
        thread = Thread.ofVirtual().name("changes-attendant").start(this::loop);
    }

    void poke() {
        if (!poked.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    private void loop() {
        long next = System.nanoTime() + LOOK_NANOS;
        while (!closed) {
            LockSupport.parkNanos(poked.get() ? 1 : Math.max(1, next - System.nanoTime()));
            try {
                if (poked.getAndSet(false)) {
                    advance();
                }
                if (System.nanoTime() - next >= 0) {
                    next = System.nanoTime() + LOOK_NANOS;
                    look.look();
                }
            } catch (SQLException _) {
                // If the server is gone, the stream finds that out as well.
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    private void advance() throws SQLException {
        SideConnection.Ends ends = side.ends();
        boolean heard = told.get().atLeast(ends.written());
        if (!heard && !ends.flushed().atLeast(ends.written())) {
            side.flush();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
