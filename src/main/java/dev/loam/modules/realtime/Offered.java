package dev.loam.modules.realtime;

import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.realtime.access.KeptAccess;
import dev.loam.modules.realtime.access.PolicyAccess;
import dev.loam.modules.realtime.access.Questions;
import dev.loam.modules.realtime.channel.Broadcasts;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.rows.LiveRows;
import dev.loam.modules.realtime.rows.RowsConfig;
import dev.loam.modules.realtime.socket.Sockets;
import dev.loam.modules.realtime.stored.MessageHistory;
import dev.loam.modules.realtime.stored.MessageUpkeep;
import dev.loam.modules.realtime.stored.StoredMessagesFeed;
import dev.loam.modules.realtime.stream.ChangeStreams;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeFeed.Delivery;
import dev.loam.ports.changes.ChangeFeed.Subscription;
import dev.loam.ports.database.Database;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.util.List;

/// What comes from the database: what channels are offered of it, the streams of changed rows, and
/// the work that it takes.
record Offered(
        Sockets.Offers offers, ChangeStreams streams, List<Worker> workers, Subscription watching) {
    static Offered of(RealtimeConfig config, Ports ports, Broadcasts broadcasts) {
        var database = ports.port(Database.class);
        var feed = ports.port(ChangeFeed.class);
        var lineages = ports.port(Lineages.class);
        var clock = ports.port(Clock.class);
        var pause = ports.port(Pause.class);
        var questions = new Questions(clock);
        var access = new KeptAccess(
                new PolicyAccess(database, PolicyAccess.OWN_ROLE, questions), lineages, clock);
        Subscription watching = feed.subscribe(access, null, new Delivery.Inline());
        RowsConfig rowsConfig = RowsConfig.DEFAULT.withKeysOfDeleted(config.deleteToEveryone());
        var rows = new LiveRows(database, feed, lineages, clock, pause, rowsConfig);
        return new Offered(
                new Sockets.Offers(rows, access, new MessageHistory(database, questions)),
                new ChangeStreams(rows, ports.port(Verifier.class), clock, rowsConfig,
                        RealtimeModule.NAME),
                List.of(rows.worker(), new StoredMessagesFeed(feed, broadcasts, pause),
                        new MessageUpkeep(database, PolicyAccess.OWN_ROLE, questions, pause)),
                watching);
    }

    void end() {
        streams.close();
        watching.close();
    }
}
