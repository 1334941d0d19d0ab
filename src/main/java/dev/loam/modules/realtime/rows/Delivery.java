package dev.loam.modules.realtime.rows;

import dev.loam.base.position.Lsn;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.Asker.Unanswered;
import dev.loam.modules.realtime.rows.Task.Committed;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeFeed.Delivery.Inline;
import dev.loam.ports.changes.ChangeFeed.Delivery.Queued;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Does what waits in the backlog, one thing after the other on one thread: so every member is told
/// in the order of the commits, each change once.
///
/// Commits that wait are told together, so that one question to the database serves many of them.
/// One who resumes is told apart what it missed, by a second subscription that begins at its place,
/// until that has come as far as the others have been told; it then goes on with them. What both
/// tell is known by its place and told once.
final class Delivery implements Worker {
    private static final int RUN_ROWS_MAX = 500;
    private static final int RUN_WORK_MAX = 200_000;

    private final ChangeFeed feed;
    private final Backlog backlog;
    private final Interest interest;
    private final Registry registry;
    private final Tables tables;
    private final Telling telling;
    private final Joining joining;
    private final Departures departures = new Departures();
    private final Complaints complaints;
    private final RowsConfig config;
    private final List<Committed> run = new ArrayList<>();
    private int runRows;
    /// Up to where everything has been told to all; null before the feed has begun.
    private volatile Place told;

    Delivery(ChangeFeed feed, Backlog backlog, Interest interest, Registry registry,
            Tables tables, Telling telling, Joining joining, Complaints complaints,
            RowsConfig config) {
        this.complaints = complaints;
        this.feed = feed;
        this.backlog = backlog;
        this.interest = interest;
        this.registry = registry;
        this.tables = tables;
        this.telling = telling;
        this.joining = joining;
        this.config = config;
    }

    @Override
    public String name() {
        return "realtime rows";
    }

    @Override
    public void run() throws InterruptedException {
        try (var _ = feed.subscribe(new Intake(interest, backlog), null, new Inline())) {
            while (true) {
                work(backlog.take());
            }
        } finally {
            backlog.close();
        }
    }

    /// A defect costs everybody a gap, not the worker.
    private void work(List<Task> tasks) throws InterruptedException {
        for (var task : tasks) {
            try {
                perform(task);
            } catch (RuntimeException defect) {
                failed(defect);
            }
        }
        try {
            endRun();
        } catch (RuntimeException defect) {
            failed(defect);
        }
    }

    private void failed(RuntimeException defect) {
        run.clear();
        runRows = 0;
        tables.forget();
        telling.forget();
        complaints.note(defect);
        registry.members().forEach(member -> member.recipient().gap("a defect"));
    }

    /// Up to where everything has been told to all who are live; null while that is not known.
    Place told() {
        return told;
    }

    private void perform(Task task) throws InterruptedException {
        if (task instanceof Committed commit && commit.member() == null) {
            add(commit);
            return;
        }
        endRun();
        switch (task) {
            case Committed again -> replay(again);
            case Task.Progressed progressed -> progressed(progressed);
            case Task.Started started -> started(started);
            case Task.Lost lost -> {
                if (lost.member().state() == Member.State.RESUMING) {
                    lost.member().recipient().gap(lost.why());
                    lost.member().goesLive();
                }
            }
            case Task.Truncated truncated -> truncated(truncated);
            case Task.Joins joins -> {
                // What nobody wanted before was left out without a word.
                told = told == null || joins.heard() == null
                        || Place.endOf(joins.heard()).compareTo(told) < 0
                        ? told : Place.endOf(joins.heard());
                join(joins.member());
            }
            case Task.Changes changes -> changeCaller(changes.member());
            case Task.Leaves leaves -> {
                departures.left(leaves.member(), received(leaves));
                leaves.member().leaves();
                registry.remove(leaves.member());
            }
        }
    }

    /// A change of the schema ends a run, so that what comes after it is seen with it.
    private void add(Committed commit) throws InterruptedException {
        int rowsMax = Math.clamp(RUN_WORK_MAX / (1 + registry.members().size()), 1, RUN_ROWS_MAX);
        for (var part : commit.parts(rowsMax)) {
            run.add(part);
            runRows += part.rows().size();
            if (part.redefines() || runRows >= rowsMax) {
                endRun();
            }
        }
    }

    private void endRun() throws InterruptedException {
        if (run.isEmpty()) {
            return;
        }
        telling.tell(run, null);
        var last = run.getLast();
        told = last.last() ? Place.endOf(last.position()) : told;
        run.clear();
        runRows = 0;
    }

    private void replay(Committed again) throws InterruptedException {
        var member = again.member();
        if (member.state() != Member.State.RESUMING) {
            return;
        }
        telling.tell(List.of(again), member);
        if (again.last()) {
            member.hasHeard(Place.endOf(again.position()));
            caughtUp(member);
        }
    }

    private void progressed(Task.Progressed progressed) {
        var member = progressed.member();
        var before = Place.endOf(new Lsn(progressed.to().value() - 1));
        if (member == null) {
            told = told == null || before.compareTo(told) > 0 ? before : told;
        } else if (member.state() == Member.State.RESUMING) {
            member.hasHeard(before);
            caughtUp(member);
        }
    }

    private void caughtUp(Member member) {
        if (told != null && member.told().compareTo(told) >= 0) {
            member.goesLive();
        }
    }

    private void started(Task.Started started) {
        told = Place.endOf(started.from());
        tables.forget();
        telling.forget();
        if (started.why() != null) {
            for (var member : registry.members()) {
                member.recipient().gap(started.why());
            }
        }
    }

    private Place received(Task.Leaves leaves) {
        var member = leaves.member();
        var received = leaves.cutOff() ? member.receivedOnly() : null;
        return received != null ? received
                : member.state() == Member.State.LIVE ? told : member.told();
    }

    private void truncated(Task.Truncated truncated) {
        for (var table : truncated.tables()) {
            var watching = new LinkedHashSet<Member>();
            registry.groups(table).forEach(group -> watching.addAll(group.members()));
            for (var member : watching) {
                boolean concerned = truncated.member() == null
                        ? member.state() == Member.State.LIVE : member == truncated.member();
                if (concerned && tables.table(table) != null) {
                    member.recipient().gap("the table " + table + " was truncated");
                }
            }
        }
    }

    private void changeCaller(Member member) throws InterruptedException {
        member.takesCaller();
        try {
            telling.recheck(List.of(member));
        } catch (Unanswered _) {
            telling.recheckFirst();
        }
    }

    private void join(Member member) throws InterruptedException {
        var live = joining.join(member, member.told() == null ? told : member.told());
        if (live.isEmpty() || member.state() == Member.State.LEFT) {
            return;
        }
        registry.add(member, live);
        var after = member.told();
        var before = departures.returned(member);
        if (told != null) {
            member.isSent(after == null ? told : after);
        }
        if (after != null) {
            resume(member, after);
        } else if (before != null && told != null && before.compareTo(told) < 0) {
            // What it would be told of the time between shows whether it missed anything.
            member.recipientIs(new Absence(member.recipient(), before, told));
            member.hasHeard(before);
            resume(member, before);
        } else {
            member.goesLive();
        }
    }

    private void resume(Member member, Place after) throws InterruptedException {
        if (told != null && after.compareTo(told) < 0) {
            var exclusive = new Lsn(after.position().value() - 1);
            member.resumes(feed.subscribe(new Replay(member, backlog), exclusive,
                    new Queued("realtime resume", config.resumingMax().bytes())));
            return;
        }
        // Another process may have told it what this one has yet to hear.
        if ((told == null || after.compareTo(told) > 0) && !joining.isPast(after)) {
            member.recipient().gap("the position " + after + " has not been reached here");
        }
        member.goesLive();
    }
}
