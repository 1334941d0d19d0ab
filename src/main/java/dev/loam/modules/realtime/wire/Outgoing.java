package dev.loam.modules.realtime.wire;

import java.nio.charset.StandardCharsets;

/// One message for many sockets, written at most once for each version.
///
/// Thread-safe: two threads may both write it, and then the same.
public abstract sealed class Outgoing {
    private volatile Frame one;
    private volatile Frame two;

    /// An event of the server. The payload is JSON in UTF-8 and must not be changed any more.
    public static Outgoing push(String topic, String event, byte[] payload) {
        return new Push(null, null, topic, event, payload);
    }

    /// An event of one join alone.
    public static Outgoing push(
            String joinRef, String ref, String topic, String event, byte[] payload) {
        return new Push(joinRef, ref, topic, event, payload);
    }

    /// The reply to a message: `ok` or `error` with a JSON object.
    public static Outgoing reply(Incoming to, boolean ok, String response) {
        return new Push(to.joinRef(), to.ref(), to.topic(), "phx_reply",
                ("{\"status\":\"" + (ok ? "ok" : "error") + "\",\"response\":" + response + "}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// A broadcast of a user's event: JSON in UTF-8, or any bytes with `binary`. `metadata` is
    /// empty or a JSON object.
    public static Outgoing broadcast(
            String topic, String event, String metadata, boolean binary, byte[] payload) {
        return new UserBroadcast(topic, event, metadata, binary, payload);
    }

    /// The frame of a version, null where it has none for this message.
    public final Frame in(Version version) {
        return switch (version) {
            case ONE -> {
                if (one == null) {
                    one = written(version);
                }
                yield one;
            }
            case TWO -> {
                if (two == null) {
                    two = written(version);
                }
                yield two;
            }
        };
    }

    abstract Frame written(Version version);

    /// The number of bytes of what it carries, about.
    public abstract int bytes();

    /// What a broadcast says of itself: empty or a JSON object; empty for other messages.
    public String metadata() {
        return "";
    }

    private static final class Push extends Outgoing {
        private final String joinRef;
        private final String ref;
        private final String topic;
        private final String event;
        private final byte[] payload;

        Push(String joinRef, String ref, String topic, String event, byte[] payload) {
            this.joinRef = joinRef;
            this.ref = ref;
            this.topic = topic;
            this.event = event;
            this.payload = payload;
        }

        @Override
        public int bytes() {
            return payload.length + topic.length();
        }

        @Override
        Frame written(Version version) {
            return new Frame(
                    TextFrames.write(version, joinRef, ref, topic, event, payload), true);
        }
    }

    private static final class UserBroadcast extends Outgoing {
        private final String topic;
        private final String event;
        private final String metadata;
        private final boolean binary;
        private final byte[] payload;

        UserBroadcast(
                String topic, String event, String metadata, boolean binary, byte[] payload) {
            this.topic = topic;
            this.event = event;
            this.metadata = metadata;
            this.binary = binary;
            this.payload = payload;
        }

        @Override
        public int bytes() {
            return payload.length + topic.length();
        }

        @Override
        public String metadata() {
            return metadata;
        }

        /// Text cannot carry bytes, so that these reach version 2 only.
        @Override
        Frame written(Version version) {
            byte[] compact = version == Version.ONE ? null
                    : BinaryFrames.userBroadcast(topic, event, metadata, binary, payload);
            if (compact != null) {
                return new Frame(compact, false);
            }
            return binary ? null : new Frame(TextFrames.write(version, null, null, topic,
                    "broadcast", TextFrames.ascii("{\"type\":\"broadcast\",\"event\":"),
                    TextFrames.quoted(event), TextFrames.ascii(",\"payload\":"), payload,
                    metadata.isEmpty() ? TextFrames.ascii("}")
                            : (",\"meta\":" + metadata + "}").getBytes(StandardCharsets.UTF_8)),
                    true);
        }
    }
}
