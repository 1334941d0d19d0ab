package dev.loam.ports.database;

/// When a request may use the database: it may have to wait for its turn, or not get one.
///
/// Of one request, and for the thread that works on it.
@FunctionalInterface
public interface Turn {
    /// That of whoever need not wait.
    Turn FREE = () -> { };

    /// Blocks until the request may take a connection. Whoever takes one calls it before, every
    /// time; once it has returned it returns at once. Throws a `Refusal` where the request has to
    /// be given up, which passes through to the one who asked.
    void await();

    /// Says that the connection was given back and others may have the turn meanwhile, once for
    /// each time that was awaited; the next time is waited for anew. For requests that do long
    /// things between their statements; the others keep their turn to their end.
    default void over() {
    }
}
