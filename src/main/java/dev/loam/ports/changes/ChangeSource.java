package dev.loam.ports.changes;

import dev.loam.base.position.Lsn;

/// Reads what is committed to one database, for one listener.
///
/// Begins at [#start], reaches for the server in the background, again and again when it is lost,
/// and tells the listener what that meant for it: never silence. Calls to the listener come one at
/// a time, on one thread of the source's own; while a call lasts nothing more is read, which the
/// server bears for a while.
public interface ChangeSource extends AutoCloseable {
    /// Begins to read. `after` is the position up to which (inclusive) everything was taken in
    /// before, by a source that keeps its place across restarts; null for from now on. Once only.
    void start(ChangeListener listener, Lsn after);

    /// Asks the server how far it has come, so that [ChangeListener#onProgress] is called soon.
    /// Returns at once; any thread.
    void poke();

    /// Whether it is reading now, and if not, why.
    SourceState state();

    /// Ends the reading; the listener hears nothing more once this has returned.
    @Override
    void close();
}
