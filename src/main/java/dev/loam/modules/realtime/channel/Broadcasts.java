package dev.loam.modules.realtime.channel;

/// Takes messages for everyone on a topic.
public interface Broadcasts {
    /// Sends a broadcast to the channels of the topic (without its prefix `realtime:`), private or
    /// public ones. Never blocks; any thread.
    void send(String topic, boolean isPrivate, Broadcast broadcast);

    /// `payload` is JSON in UTF-8, or any bytes with `binary`. `id` is that of a stored message,
    /// null for others.
    record Broadcast(String event, byte[] payload, boolean binary, String id) {
    }
}
