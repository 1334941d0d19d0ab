package dev.loam.modules.realtime;

import dev.loam.kernel.lineage.Lineages;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.realtime.access.KeptAccess;
import dev.loam.modules.realtime.access.PolicyAccess;
import dev.loam.modules.realtime.access.Questions;
import dev.loam.modules.realtime.channel.Broadcasts;
import dev.loam.modules.realtime.socket.Sockets;
import dev.loam.modules.realtime.stored.MessageHistory;
import dev.loam.modules.realtime.stored.MessageUpkeep;
import dev.loam.modules.realtime.stored.StoredMessagesFeed;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeFeed.Delivery;
import dev.loam.ports.changes.ChangeFeed.Subscription;
import dev.loam.ports.database.Database;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.util.List;

/// What channels are offered that comes from the database, and the work it takes.
record Offered(Sockets.Offers offers, List<Worker> workers, Subscription watching) {
    static Offered of(Ports ports, Broadcasts broadcasts) {
        var database = ports.port(Database.class);
        var feed = ports.port(ChangeFeed.class);
        var clock = ports.port(Clock.class);
        var pause = ports.port(Pause.class);
        var questions = new Questions(clock);
        var access = new KeptAccess(
                new PolicyAccess(database, PolicyAccess.OWN_ROLE, questions),
                ports.port(Lineages.class), clock);
        Subscription watching = feed.subscribe(access, null, new Delivery.Inline());
        return new Offered(
                new Sockets.Offers(Absent.ROWS, access, new MessageHistory(database, questions)),
                List.of(new StoredMessagesFeed(feed, broadcasts, pause),
                        new MessageUpkeep(database, PolicyAccess.OWN_ROLE, questions, pause)),
                watching);
    }
}
