package dev.loam.modules.realtime;

import dev.loam.base.position.Lsn;
import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.channel.ChannelAccess;
import dev.loam.modules.realtime.channel.Outlet;
import dev.loam.modules.realtime.channel.RowChanges;
import dev.loam.modules.realtime.channel.StoredMessages;
import dev.loam.modules.realtime.socket.Sockets;
import java.util.List;
import java.util.stream.LongStream;

/// What channels are offered where there is no database to ask: no changes of rows, private
/// channels for nobody, no stored messages.
final class Absent implements RowChanges, ChannelAccess, StoredMessages {
    static final Sockets.Offers OFFERS = offers(new Absent());

    private static Sockets.Offers offers(Absent absent) {
        return new Sockets.Offers(absent, absent, absent);
    }

    @Override
    public Joined join(Caller caller, List<Wanted> wanted, Lsn after, Outlet outlet) {
        outlet.system("postgres_changes", false, "Changes of rows are not told here");
        List<Long> ids = LongStream.rangeClosed(1, wanted.size()).boxed().toList();
        return new Joined() {
            @Override
            public List<Long> ids() {
                return ids;
            }

            @Override
            public void callerIs(Caller newCaller) {
                // Nothing is told to anyone.
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    @Override
    public Rights rights(Caller caller, String topic) {
        return new Rights(false, false, false, false);
    }

    @Override
    public List<Stored> since(Caller caller, String topic, long sinceMillis, int limit) {
        return List.of();
    }
}
