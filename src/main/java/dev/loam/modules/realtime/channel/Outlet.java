package dev.loam.modules.realtime.channel;

/// What one joined channel sends to its client. Never blocks, any thread; what is sent after the
/// channel was left is dropped. A client that does not take what is sent for it is cut off.
public interface Outlet {
    /// An event of the channel with its payload, a JSON object in UTF-8, which is not to be changed
    /// afterwards: many outlets may share it.
    void push(String event, byte[] payload);

    /// A `system` event.
    void system(String extension, boolean ok, String message);

    /// One that tells too from which place on the channel hears of changes; null where that is not
    /// known.
    default void system(String extension, boolean ok, String message, Place from) {
        system(extension, ok, message);
    }
}
