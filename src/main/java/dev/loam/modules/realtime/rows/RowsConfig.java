package dev.loam.modules.realtime.rows;

import dev.loam.base.config.ByteSize;
import java.time.Duration;

/// How changed rows are told.
///
/// `publication` names the publication whose tables may be listened to. With `keysOfDeleted`
/// everyone who listens to a protected table that is not `REPLICA IDENTITY FULL` hears the key of a
/// deleted row; without, nobody hears of it. `waitingMax` is what may wait to be told, in all;
/// `resumingMax` the same for one client that resumes; `streamMax` for one stream of server-sent
/// events, of which there are at most `streamsMax` and which say so every `heartbeat` that they are
/// there. `checkTimeMax` is the time for one question to the database, and `attemptsMax` how often
/// it is asked before those who wait are told of a gap.
public record RowsConfig(
        String publication, boolean keysOfDeleted, ByteSize waitingMax, ByteSize resumingMax,
        ByteSize streamMax, int streamsMax, Duration heartbeat, Duration checkTimeMax,
        int attemptsMax) {
    public static final RowsConfig DEFAULT = new RowsConfig(
            "supabase_realtime", false, new ByteSize(64L << 20), new ByteSize(16L << 20),
            new ByteSize(4L << 20), 10_000, Duration.ofSeconds(15), Duration.ofSeconds(2), 4);

    public RowsConfig withKeysOfDeleted(boolean wanted) {
        return new RowsConfig(publication, wanted, waitingMax, resumingMax, streamMax, streamsMax,
                heartbeat, checkTimeMax, attemptsMax);
    }
}
