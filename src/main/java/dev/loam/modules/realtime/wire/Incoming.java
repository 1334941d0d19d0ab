package dev.loam.modules.realtime.wire;

/// What a client sent in one frame. The references are null where it gave none: `joinRef` names the
/// join that the channel came from, `ref` the message itself, for its reply.
public sealed interface Incoming {
    String joinRef();

    String ref();

    String topic();

    String event();

    /// An event with a payload in JSON, as it was written.
    record Push(String joinRef, String ref, String topic, String event, String payload)
            implements Incoming {
    }

    /// An event with bytes as its payload.
    record BinaryPush(String joinRef, String ref, String topic, String event, byte[] payload)
            implements Incoming {
    }

    /// A broadcast whose payload is passed on as it is: JSON in UTF-8, or any bytes with `binary`.
    /// `event` is the user's own, `metadata` empty or JSON.
    record UserBroadcast(
            String joinRef, String ref, String topic, String event, String metadata,
            boolean binary, byte[] payload) implements Incoming {
    }
}
