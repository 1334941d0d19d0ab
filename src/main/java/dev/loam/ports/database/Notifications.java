package dev.loam.ports.database;

/// `LISTEN` on a connection of its own, which is made again whenever it breaks.
///
/// After every reconnect `onResync` is called, since notifications sent in between are lost.
/// Callbacks come one at a time, on one thread, and must not throw.
public interface Notifications extends AutoCloseable {
    @Override
    void close();

    interface Listener {
        void onNotification(String channel, String payload);

        void onResync();
    }
}
