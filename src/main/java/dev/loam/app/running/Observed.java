package dev.loam.app.running;

/// What is learned of one request on its way, for the access log and `Server-Timing` alone: nothing
/// correct depends on it. It is written and read on the request's own thread.
final class Observed {
    private static final ScopedValue<Observed> CURRENT = ScopedValue.newInstance();

    private String role;
    private long databaseNanos;

    /// Runs a request that is observed.
    static <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> request) throws X {
        return ScopedValue.where(CURRENT, new Observed()).call(request);
    }

    /// The request of this thread, or one that nobody looks at.
    static Observed current() {
        return CURRENT.isBound() ? CURRENT.get() : new Observed();
    }

    void database(String usedRole, long nanos) {
        role = usedRole;
        databaseNanos += nanos;
    }

    /// The role that worked in the database, null when the request did not get there.
    String role() {
        return role;
    }

    /// How long the database took, waiting for a connection included.
    long databaseNanos() {
        return databaseNanos;
    }
}
