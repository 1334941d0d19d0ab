package dev.loam.ports.changes;

import dev.loam.base.position.Lsn;

/// Hears of commits. Calls come one at a time; none may throw.
///
/// The first call is [#onStart]: every transaction that commits behind its position will come.
/// (Only [#onPause] may come before, where nothing can be read at first.) It comes again, with the
/// gap told, whenever that promise was broken: whoever keeps a picture of the data then makes it
/// anew. A reconnect that lost nothing is not told.
public interface ChangeListener {
    /// Everything committed behind `from` will be told from now on. `gap` is why something before
    /// that may not have been told: null at the very first start or where nothing is missing.
    void onStart(Lsn from, String gap);

    /// What a transaction did, or a part of it.
    void onCommit(Commit commit);

    /// Everything that committed at a position below `to` has been told.
    void onProgress(Lsn to);

    /// Nothing can be told for now. What is told next is [#onStart], or goes on as if nothing had
    /// been.
    void onPause(String why);

    /// Nothing will be told any more: the feed was closed, or the listener was too slow and has
    /// been cut off. Always the last call.
    default void onEnd(String why) {
    }
}
