package dev.loam.ports.task;

/// Makes threads for work that keeps a processor busy and gives way to everything else.
///
/// The threads are the system's own, and daemons; where the system knows no such order they are
/// like others. Never blocks. Thread-safe.
@FunctionalInterface
public interface PatientThreads {
    /// A thread of that name that has not been started.
    Thread of(String name, Runnable work);
}
