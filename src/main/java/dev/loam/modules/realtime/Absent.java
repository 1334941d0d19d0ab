package dev.loam.modules.realtime;

import dev.loam.base.position.Lsn;
import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.channel.Outlet;
import dev.loam.modules.realtime.channel.RowChanges;
import java.util.List;
import java.util.stream.LongStream;

/// No changes of rows.
final class Absent implements RowChanges {
    static final RowChanges ROWS = new Absent();

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
}
