package dev.loam.modules.realtime.channel;

import dev.loam.kernel.identity.Caller;
import java.util.List;

/// Messages that SQL left in `realtime.messages`, for those who come later.
public interface StoredMessages {
    /// The newest broadcasts of a private topic since a time, at most `limit`, oldest first. Asks
    /// the database as the caller, and so blocks within a bound.
    List<Stored> since(Caller caller, String topic, long sinceMillis, int limit);

    /// `payload` is JSON, or `binary` holds bytes.
    record Stored(String id, String event, byte[] payload, byte[] binary) {
    }
}
