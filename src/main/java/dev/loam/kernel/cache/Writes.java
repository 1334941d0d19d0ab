package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.kernel.cache.Effects.Effect;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.database.Footprint.Pin;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What this process itself writes leaves the cache before the answer goes out.
///
/// What a write names goes at once. Where it may touch more, the answer is held back until the feed
/// has told it; if that takes too long, reads go to the database until it has.
final class Writes {
    private final Contents contents;
    private final Freshness freshness;
    private final Watch watch;
    private final ChangeFeed feed;
    private final Rules rules;
    private final Meters meters;
    private final long waitNanos;

    Writes(
            Contents contents, Freshness freshness, Watch watch, ChangeFeed feed, Rules rules,
            Meters meters, Duration wait) {
        this.contents = contents;
        this.freshness = freshness;
        this.watch = watch;
        this.feed = feed;
        this.rules = rules;
        this.meters = meters;
        this.waitNanos = wait.toNanos();
    }

    /// What the statements of a transaction touch together.
    final class Touched {
        private final Set<TableName> tables = new HashSet<>();
        private final List<Pin> rows = new ArrayList<>(1);
        private boolean more;
        private boolean any;
        private Lsn before;

        /// Another statement that is about to run.
        void add(Footprint footprint) {
            if (footprint.whole()) {
                return;
            }
            any = true;
            Known known = contents.known();
            Effect effect = known == null ? new Effect(footprint.writes(), List.of(), true)
                    : known.effects().of(footprint, known.lineage());
            tables.addAll(effect.tables());
            rows.addAll(effect.rows());
            more |= rules.mindsTriggers() && effect.more();
        }
    }

    Touched touched() {
        return new Touched();
    }

    /// Runs something that writes and settles what it touched, if it was committed; `touched` is
    /// complete once it has run, and `committed` asked then.
    Outcome around(
            Touched touched, Run run, Function<Run, Outcome> work, Committed committed) {
        boolean concerned = contents.concerned();
        if (concerned && !rules.readsPositionAfterCommit()) {
            touched.before = watch.position();
        }
        Outcome outcome = work.apply(concerned ? telling(run) : run);
        if (touched.any && committed.asks(outcome)) {
            settle(touched, outcome);
        }
        return outcome;
    }

    /// Whether an outcome means that something may have been committed.
    @FunctionalInterface
    interface Committed {
        boolean asks(Outcome outcome);
    }

    /// For what has no say in how its transaction ends.
    static boolean perhaps(Outcome outcome) {
        return outcome instanceof Rows || outcome instanceof Unavailable(Why why, String _)
                && why == Why.BROKEN;
    }

    private static Run telling(Run run) {
        return run.tellsPosition() ? run : run.tellingPosition();
    }

    private void settle(Touched touched, Outcome outcome) {
        contents.wrote(Touch.of(touched.tables, touched.rows));
        if (touched.more && outcome instanceof Rows rows && contents.concerned()) {
            hold(touched.before != null ? touched.before : position(rows));
        }
    }

    private Lsn position(Rows rows) {
        boolean told = rows.served() != null && rows.served().position() != null;
        return told ? rows.served().position() : watch.position();
    }

    private void hold(Lsn position) {
        if (position == null) {
            contents.clear();
            return;
        }
        // The feed may have told the commit before anybody could see it: a statement that was sent
        // in between is under way without it, and whoever asks from now on must not join it.
        contents.leaveFillsAlone();
        if (freshness.toldUpTo(position)) {
            return;
        }
        feed.poke();
        boolean told = freshness.await(position, waitNanos);
        meters.waited(told);
        if (!told) {
            freshness.block(position);
            watch.ask();
        }
    }
}
