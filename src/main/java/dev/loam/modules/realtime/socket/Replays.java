package dev.loam.modules.realtime.socket;

import dev.loam.modules.realtime.channel.StoredMessages.Stored;
import dev.loam.modules.realtime.wire.Json;
import dev.loam.modules.realtime.wire.Outgoing;

/// Stored messages as they are sent to those who come later.
final class Replays {
    private Replays() {
    }

    static Outgoing message(String topic, Stored stored) {
        boolean binary = stored.binary() != null;
        return Outgoing.broadcast(topic, stored.event(),
                "{\"id\":" + Json.quoted(stored.id()) + ",\"replayed\":true}", binary,
                binary ? stored.binary() : stored.payload());
    }
}
