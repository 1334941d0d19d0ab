package dev.loam.ports.changes;

import dev.loam.base.position.Lsn;

/// What is committed to one database, for any number of listeners.
public interface ChangeFeed {
    /// Adds a listener.
    ///
    /// `after` is the position up to which (inclusive) it has heard everything, null for from now
    /// on. What was committed since is told first, as far as it is still kept; else the first call
    /// tells the gap. Returns at once.
    Subscription subscribe(ChangeListener listener, Lsn after, Delivery delivery);

    /// Asks the server how far it has come, so that listeners hear of progress soon.
    void poke();

    SourceState state();

    /// How a listener is called.
    sealed interface Delivery {
        /// On the feed's own thread, while everybody else waits: for work of microseconds that
        /// never blocks.
        record Inline() implements Delivery {
        }

        /// On a thread of its own, behind a queue. When more than so many bytes wait, the listener
        /// is cut off.
        record Queued(String name, long bytesMax) implements Delivery {
        }
    }

    /// A listener's place in the feed.
    interface Subscription extends AutoCloseable {
        /// Ends it; once this has returned the listener hears nothing more, save from a call that
        /// is under way on another thread.
        @Override
        void close();
    }
}
