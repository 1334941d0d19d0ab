package dev.loam.kernel.changes;

/// Tells one listener, in order, until it is told the end. Calls come one at a time.
interface Teller {
    void tell(Told told);

    /// Tells what was kept for it, which is in memory anyway and takes nothing of its bound.
    void tellKept(Told told);

    /// The listener hears nothing more, save from a call that is under way. Any thread.
    void silence();

    /// Hears, on any thread, that a listener is told nothing more, and why.
    interface End {
        /// It was too slow.
        void onCutOff(String why);

        /// It threw.
        void onThrown(Throwable e);
    }
}
