package dev.loam.kernel.changes;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down all that it is told: `start 5`, `start 5 gap`, `7`, `7+1` (a later part), `to 8`,
/// `pause`, `end`.
final class Heard implements ChangeListener {
    final List<String> all = new CopyOnWriteArrayList<>();
    volatile String ended;

    @Override
    public void onStart(Lsn from, String gap) {
        all.add("start " + from.value() + (gap == null ? "" : " gap"));
    }

    @Override
    public void onCommit(Commit commit) {
        all.add(commit.position().value() + (commit.first() == 0 ? "" : "+" + commit.first()));
    }

    @Override
    public void onProgress(Lsn to) {
        all.add("to " + to.value());
    }

    @Override
    public void onPause(String why) {
        all.add("pause");
    }

    @Override
    public void onEnd(String why) {
        all.add("end");
        ended = why;
    }

    String text() {
        return String.join(", ", all);
    }
}
