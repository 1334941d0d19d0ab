package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.modules.realtime.rows.Task.Committed;
import dev.loam.modules.realtime.rows.Task.Lost;
import dev.loam.modules.realtime.rows.Task.Progressed;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Hears again what one member missed, on a thread of its own that may be kept waiting.
record Replay(Member member, Backlog backlog) implements ChangeListener {
    @Override
    public void onStart(Lsn from, String gap) {
        if (gap != null) {
            backlog.add(new Lost(member, gap));
        }
    }

    @Override
    public void onCommit(Commit commit) {
        var truncated = Sieve.truncated(commit, member, this::watched);
        if (truncated != null) {
            backlog.add(truncated);
        }
        var sifted = Sieve.sifted(commit, member, this::watched, _ -> false);
        try {
            if (sifted != null) {
                backlog.addPatiently(sifted);
            } else if (commit.last()) {
                // How far it has come, also where nothing of it matters.
                backlog.addPatiently(new Committed(member, commit.xid(), commit.position(),
                        Instant.EPOCH, List.of(), false, Set.of(), true, 0));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onProgress(Lsn to) {
        backlog.add(new Progressed(member, to));
    }

    @Override
    public void onPause(String why) {
    }

    @Override
    public void onEnd(String why) {
        backlog.add(new Lost(member, why));
    }

    private boolean watched(TableName table) {
        return member.watches().stream().anyMatch(watch -> watch.covers(table));
    }
}
