package dev.loam.app.config;

import dev.loam.app.config.RealtimeTable.Deletion;
import dev.loam.base.config.ByteSize;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.config.RealtimeConfig.Limits;
import java.time.Duration;
import java.util.List;

/// What `[realtime]` says: whether it is served at all, and with what.
public record RealtimeSettings(boolean enabled, RealtimeConfig config) {
    static RealtimeSettings from(Resolved values, List<String> problems) {
        for (Setting<Duration> time : List.of(RealtimeTable.SILENCE_MAX,
                RealtimeTable.PRESENCE_CALLS_TIME)) {
            if (values.get(time).isZero()) {
                problems.add(values.where(time) + ": wanted more than 0s");
            }
        }
        return new RealtimeSettings(values.get(RealtimeTable.ENABLED), new RealtimeConfig(
                RealtimeConfig.PREFIX, values.get(RealtimeTable.PRIVATE_ONLY),
                values.get(RealtimeTable.SILENCE_MAX),
                values.get(RealtimeTable.QUEUE_MAX).bytes(),
                values.get(RealtimeTable.DELETE_WITHOUT_OLD_ROW) == Deletion.KEY_TO_EVERYONE,
                values.get(RealtimeTable.RETENTION_BYTES).bytes(),
                values.get(RealtimeTable.RETENTION_TIME), limits(values)));
    }

    private static Limits limits(Resolved values) {
        return new Limits(values.get(RealtimeTable.CLIENTS_MAX),
                values.get(RealtimeTable.CHANNELS_MAX), values.get(RealtimeTable.JOINS_MAX),
                values.get(RealtimeTable.EVENTS_MAX), values.get(RealtimeTable.API_EVENTS_MAX),
                whole(values.get(RealtimeTable.BROADCAST_MAX)),
                whole(values.get(RealtimeTable.PRESENCE_MAX)),
                values.get(RealtimeTable.PRESENCE_CALLS_MAX),
                values.get(RealtimeTable.PRESENCE_CALLS_TIME));
    }

    private static int whole(ByteSize size) {
        return Math.toIntExact(size.bytes());
    }
}
