package dev.loam.modules.realtime.topic;

import dev.loam.modules.realtime.wire.Outgoing;

/// One channel that listens to a topic. Never blocks; any thread, also while a topic is locked.
public interface Member {
    /// Sends a message to its client.
    void deliver(Outgoing message);

    /// Whether its caller may get broadcasts.
    boolean takesBroadcasts();
}
