package dev.loam.modules.realtime.channel;

import dev.loam.base.position.Lsn;
import dev.loam.kernel.identity.Caller;
import java.util.List;

/// `postgres_changes`: tells channels of changed rows, as far as their callers may see them.
public interface RowChanges {
    /// Adds what a channel asks for. Events, and the `system` ones that tell that the subscription
    /// is live or what is wrong with it, go to the outlet, none before this returns.
    ///
    /// `after` is the last position the client saw, null where it tells none. Quick; never throws
    /// for what was asked.
    Joined join(Caller caller, List<Wanted> wanted, Lsn after, Outlet outlet);

    /// The same for a client that tells the very change it saw last, which may have been in the
    /// midst of a transaction.
    default Joined resume(Caller caller, List<Wanted> wanted, Place after, Outlet outlet) {
        return join(caller, wanted, after == null ? null : after.position(), outlet);
    }

    /// What a client asks for: `event` is `INSERT`, `UPDATE`, `DELETE` or `*`; `table` and `filter`
    /// may be null; `select` are the columns to send, null for all.
    record Wanted(String event, String schema, String table, String filter, List<String> select) {
    }

    /// A channel that takes part.
    interface Joined extends AutoCloseable {
        /// One for each thing wanted, in its order: the same for the same thing.
        List<Long> ids();

        /// The client has received all that was sent to it before its sign of life before this one.
        /// Quick; one thread at a time.
        default void alive() {
        }

        /// The client showed a new token.
        void callerIs(Caller caller);

        /// The client leaves of its own accord, and needs no more of what is on its way.
        default void leave() {
            close();
        }

        /// The client is gone, and may not have received what was on its way.
        @Override
        void close();
    }
}
