package dev.loam.modules.realtime.socket;

import dev.loam.kernel.rate.Rate;
import dev.loam.modules.realtime.channel.ChannelAccess;
import dev.loam.modules.realtime.channel.RowChanges;
import dev.loam.modules.realtime.channel.StoredMessages;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.time.Alarms;
import dev.loam.modules.realtime.topic.Hub;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;

/// What all sockets share. `joins` bounds how fast all of them together join channels.
record Parts(
        RealtimeConfig config, Hub hub, RowChanges rows, ChannelAccess access,
        StoredMessages stored, Tokens tokens, Alarms alarms, Rate joins, Clock clock,
        Chance chance) {
    static final String NO_RIGHT_TO_READ =
            "You do not have permissions to read from this Channel topic: ";
}
