package dev.loam.modules.realtime.rows;

import dev.loam.base.position.Lsn;
import dev.loam.modules.realtime.rows.Task.Progressed;
import dev.loam.modules.realtime.rows.Task.Started;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;

/// Takes what the feed tells to all, on the feed's own thread, and leaves what matters to the
/// delivery.
record Intake(Interest interest, Backlog backlog) implements ChangeListener {
    @Override
    public void onStart(Lsn from, String gap) {
        backlog.add(new Started(from, gap));
    }

    @Override
    public void onCommit(Commit commit) {
        interest.hears(commit.position());
        var sifted = Sieve.sifted(commit, null, interest::watches, interest::decides);
        if (sifted != null) {
            backlog.add(sifted);
        }
        var truncated = Sieve.truncated(commit, null, interest::watches);
        if (truncated != null) {
            backlog.add(truncated);
        }
    }

    @Override
    public void onProgress(Lsn to) {
        backlog.add(new Progressed(null, to));
    }

    /// What is told next begins with [#onStart], or nothing is missing.
    @Override
    public void onPause(String why) {
    }
}
