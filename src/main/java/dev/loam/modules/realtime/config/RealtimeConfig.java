package dev.loam.modules.realtime.config;

import java.time.Duration;

/// What the realtime module is opened with.
///
/// - `prefix`: where it lies, `/realtime/v1`.
/// - `privateOnly`: whether channels that ask for no rights are refused.
/// - `silenceMax`: how long a client may send nothing before its socket is closed.
/// - `queueBytesMax`: what may wait for one client that does not read; past it the client is cut
///   off.
/// - `deleteToEveryone`: whether the key of a deleted row goes to all who listen to a protected
///   table, where its old row, by which their rights would be known, is not in the log.
/// - `retainedBytesMax`, `retainedTimeMax`: how much of what happened is kept for those who come
///   back.
public record RealtimeConfig(
        String prefix, boolean privateOnly, Duration silenceMax, long queueBytesMax,
        boolean deleteToEveryone, long retainedBytesMax, Duration retainedTimeMax, Limits limits) {
    public static final String PREFIX = "/realtime/v1";

    public static final RealtimeConfig DEFAULT = new RealtimeConfig(
            PREFIX, false, Duration.ofSeconds(60), 4 << 20, false, 64 << 20,
            Duration.ofMinutes(10), Limits.DEFAULT);

    public RealtimeConfig withLimits(Limits others) {
        return new RealtimeConfig(prefix, privateOnly, silenceMax, queueBytesMax, deleteToEveryone,
                retainedBytesMax, retainedTimeMax, others);
    }

    public RealtimeConfig withSilenceMax(Duration other) {
        return new RealtimeConfig(prefix, privateOnly, other, queueBytesMax, deleteToEveryone,
                retainedBytesMax, retainedTimeMax, limits);
    }

    public RealtimeConfig withPrivateOnly() {
        return new RealtimeConfig(prefix, true, silenceMax, queueBytesMax, deleteToEveryone,
                retainedBytesMax, retainedTimeMax, limits);
    }

    public RealtimeConfig withQueueBytesMax(long other) {
        return new RealtimeConfig(prefix, privateOnly, silenceMax, other, deleteToEveryone,
                retainedBytesMax, retainedTimeMax, limits);
    }

    /// Bounds on what clients do.
    ///
    /// - `clientsMax`: sockets open at once.
    /// - `channelsMax`: channels joined at once on one socket.
    /// - `joinsPerSecondMax`: channels joined in a second, by all.
    /// - `eventsPerSecondMax`: messages that one socket sends in a second.
    /// - `apiEventsPerSecondMax`: messages that come in a second by HTTP, from all.
    /// - `broadcastBytesMax`: the payload of one message.
    /// - `presenceBytesMax`: what one client may tell of itself in a channel.
    /// - `presenceCallsMax`: how often in `presenceCallsTime` it may do so.
    public record Limits(
            int clientsMax, int channelsMax, int joinsPerSecondMax, int eventsPerSecondMax,
            int apiEventsPerSecondMax, int broadcastBytesMax, int presenceBytesMax,
            int presenceCallsMax, Duration presenceCallsTime) {
        public static final Limits DEFAULT = new Limits(10_000, 100, 1000, 100, 1000, 3 << 20,
                64 << 10, 5, Duration.ofSeconds(30));
        private static final int OF_ONE_MIN = 10;
        private static final int SHARES = 10;

        /// How many of the channels joined in a second may be joined on one socket: a share, and
        /// not so few that a client cannot come back at once.
        public int joinsPerSecondOfOneMax() {
            return Math.min(joinsPerSecondMax, Math.max(OF_ONE_MIN, joinsPerSecondMax / SHARES));
        }
    }
}
