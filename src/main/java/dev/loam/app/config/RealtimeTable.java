package dev.loam.app.config;

import dev.loam.base.config.ByteSize;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.config.RealtimeConfig.Limits;
import java.time.Duration;

/// The settings of `[realtime]`: what is served over WebSockets, and how much of it.
public final class RealtimeTable {
    static final SettingTable TABLE = new SettingTable("realtime.");

    private static final RealtimeConfig CONFIG = RealtimeConfig.DEFAULT;
    private static final Limits LIMITS = Limits.DEFAULT;
    private static final Kind<Integer> COUNT = Kind.whole(1, 100_000_000);

    /// Who gets the key of a deleted row whose old row is not known.
    public enum Deletion { WITHHOLD, KEY_TO_EVERYONE }

    public static final Setting<Boolean> ENABLED = TABLE.add("enabled", Kind.TRUTH, true,
            "Whether changes, messages and presence are served under /realtime/v1.");
    public static final Setting<Boolean> PRIVATE_ONLY = TABLE.add("private-only", Kind.TRUTH,
            false, "Whether only channels may be joined that policies guard.");
    public static final Setting<Deletion> DELETE_WITHOUT_OLD_ROW = TABLE.add(
            "delete-without-old-row", Kind.choice(Deletion.class), Deletion.WITHHOLD,
            "What becomes of a deletion in a table with row-level security that is not REPLICA "
                    + "IDENTITY FULL, so that nobody knows who could see the row.");
    public static final Setting<Duration> SILENCE_MAX = TABLE.add("silence-max", Kind.DURATION,
            CONFIG.silenceMax(), "How long a client may send nothing before its socket is closed.");
    public static final Setting<ByteSize> QUEUE_MAX = size("queue-max", CONFIG.queueBytesMax(),
            "What may wait for a client that does not read; past it, it is cut off.");
    public static final Setting<ByteSize> RETENTION_BYTES = size("retention.bytes",
            CONFIG.retainedBytesMax(), "The most that is kept of changes for clients that come "
                    + "back and say where they were.");
    public static final Setting<Duration> RETENTION_TIME = TABLE.add("retention.time",
            Kind.DURATION, CONFIG.retainedTimeMax(), "The longest that they are kept.");

    public static final Setting<Integer> CLIENTS_MAX = count("clients-max", LIMITS.clientsMax(),
            "The sockets open at once.");
    public static final Setting<Integer> CHANNELS_MAX = count("channels-per-client-max",
            LIMITS.channelsMax(), "The channels joined at once on one socket.");
    public static final Setting<Integer> JOINS_MAX = count("joins-per-second-max",
            LIMITS.joinsPerSecondMax(), "The channels joined in a second, by all together.");
    public static final Setting<Integer> EVENTS_MAX = count("events-per-second-max",
            LIMITS.eventsPerSecondMax(), "The messages that one socket sends in a second.");
    public static final Setting<Integer> API_EVENTS_MAX = count("api-events-per-second-max",
            LIMITS.apiEventsPerSecondMax(),
            "The messages that come in a second by HTTP, from all together.");
    public static final Setting<ByteSize> BROADCAST_MAX = size("broadcast-max",
            LIMITS.broadcastBytesMax(), "The largest payload of one message.");
    public static final Setting<ByteSize> PRESENCE_MAX = size("presence-max",
            LIMITS.presenceBytesMax(), "The most that a client tells of itself in a channel.");
    public static final Setting<Integer> PRESENCE_CALLS_MAX = count("presence-calls-max",
            LIMITS.presenceCallsMax(), "How often a socket may do so in presence-calls-time.");
    public static final Setting<Duration> PRESENCE_CALLS_TIME = TABLE.add("presence-calls-time",
            Kind.DURATION, LIMITS.presenceCallsTime(), "The time that this number is for.");

    private RealtimeTable() {
    }

    private static Setting<Integer> count(String key, int fallback, String meaning) {
        return TABLE.add(key, COUNT, fallback, meaning);
    }

    private static Setting<ByteSize> size(String key, long fallback, String meaning) {
        return TABLE.add(key, Kind.size(new ByteSize(1 << 10), new ByteSize(1 << 30)),
                new ByteSize(fallback), meaning);
    }
}
