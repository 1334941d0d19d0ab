package dev.loam.kernel.module;

/// Work that a module does beside its requests, on a virtual thread of its own from the start of
/// the process to its end.
public interface Worker {
    String name();

    /// Runs until interrupted. Returning or throwing earlier is a defect. Once interrupted it may
    /// finish what others rely on, for a few seconds.
    void run() throws InterruptedException;
}
