package dev.loam.modules.realtime.rows;

import dev.loam.base.position.Lsn;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.realtime.channel.Outlet;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.channel.RowChanges;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.database.Database;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.util.List;

/// Tells channels of changed rows. What is asked of it waits for its worker, which does everything
/// in turn; so nothing here blocks.
public final class LiveRows implements RowChanges {
    private final Backlog backlog;
    private final Interest interest = new Interest();
    private final Delivery delivery;

    public LiveRows(Database database, ChangeFeed feed, Lineages lineages, Clock clock,
            Pause pause, RowsConfig config) {
        this.backlog = new Backlog(config.waitingMax().bytes());
        var registry = new Registry();
        var asker = new Asker(database, clock, pause, config);
        var tables = new Tables(asker, clock, config.publication());
        var decisions = new Decisions();
        var readings = new Readings(lineages, tables, interest, decisions);
        var suspensions = new Suspensions(clock, config);
        var telling = new Telling(
                registry, tables, asker, readings, decisions, suspensions, config);
        this.delivery = new Delivery(feed, backlog, interest, registry, tables, telling,
                new Joining(tables, asker, telling, new Suspensions(clock, config)),
                asker.complaints(), config);
    }

    /// What has to run for anything to be told.
    public Worker worker() {
        return delivery;
    }

    @Override
    public Joined join(Caller caller, List<Wanted> wanted, Lsn after, Outlet outlet) {
        return resume(caller, wanted, after == null ? null : Place.endOf(after), outlet);
    }

    @Override
    public Joined resume(Caller caller, List<Wanted> wanted, Place after, Outlet outlet) {
        return join(caller, wanted, after, Recipient.of(outlet));
    }

    /// Up to where everything has been told to all; null while that is not known.
    Place told() {
        return delivery.told();
    }

    /// One who takes part and can be asked how far it has been told.
    public interface Listening extends Joined {
        /// Up to where it has been told everything; null while that is not known.
        Place told();
    }

    /// Adds one who is not a channel; the rest as for those.
    public Listening join(
            Caller caller, List<Wanted> wanted, Place after, Recipient recipient) {
        var watches = wanted.stream().map(Watch::of).toList();
        var member = new Member(caller, watches, after, recipient);
        // From now on, so that what is committed after this returns waits behind the joining.
        interest.add(watches);
        if (!backlog.offer(new Task.Joins(member, interest.heard()))) {
            recipient.unanswered("too many join at once");
        }
        return new Participation(member);
    }

    private final class Participation implements Listening {
        private final Member member;
        private boolean closed;

        Participation(Member member) {
            this.member = member;
        }

        @Override
        public Place told() {
            return member.state() == Member.State.LIVE ? delivery.told() : null;
        }

        @Override
        public List<Long> ids() {
            return member.watches().stream().map(Watch::id).toList();
        }

        @Override
        public void callerIs(Caller caller) {
            if (member.shows(caller)) {
                backlog.add(new Task.Changes(member));
            }
        }

        @Override
        public void alive() {
            member.isAlive();
        }

        @Override
        public void leave() {
            end(false);
        }

        @Override
        public void close() {
            end(true);
        }

        private synchronized void end(boolean cutOff) {
            if (!closed) {
                closed = true;
                interest.remove(member.watches());
                backlog.add(new Task.Leaves(member, cutOff));
            }
        }
    }
}
