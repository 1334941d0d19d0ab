package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;

/// Hears the feed, and opens and closes the cache as it begins and ceases to tell.
///
/// The cache opens with the first snapshot that was asked for after the feed had begun.
final class Gate implements ChangeListener {
    private final Contents contents;
    private final Freshness freshness;
    private final Runnable onBegun;
    private boolean reading;
    private boolean opened;
    private int generation;

    /// `onBegun` is called when a snapshot is wanted; it must return at once.
    Gate(Contents contents, Freshness freshness, Runnable onBegun) {
        this.contents = contents;
        this.freshness = freshness;
        this.onBegun = onBegun;
    }

    @Override
    public void onStart(Lsn from, String gap) {
        shut(true);
        freshness.restart(from);
        onBegun.run();
    }

    @Override
    public void onCommit(Commit commit) {
        goOn();
        contents.committed(commit.xid(), commit.position(), Touch.of(commit.changes()));
        if (commit.last()) {
            freshness.told(new Lsn(commit.position().value() + 1));
        }
    }

    @Override
    public void onProgress(Lsn to) {
        goOn();
        freshness.told(to);
    }

    @Override
    public void onPause(String why) {
        shut(false);
    }

    @Override
    public void onEnd(String why) {
        shut(false);
    }

    /// After a pause the feed may go on without a word about it.
    private void goOn() {
        synchronized (this) {
            if (reading) {
                return;
            }
            reading = true;
            generation++;
        }
        onBegun.run();
    }

    private synchronized void shut(boolean nowReading) {
        reading = nowReading;
        opened = false;
        generation++;
        contents.close();
    }

    /// Changes of the schema are not told. Closed until a later snapshot comes with better news.
    synchronized void blind() {
        if (opened) {
            shut(reading);
        }
    }

    synchronized boolean reading() {
        return reading;
    }

    /// Grows whenever the feed begins or ceases to tell.
    synchronized int generation() {
        return generation;
    }

    /// A snapshot came back that was asked for in that generation.
    synchronized void probed(int asked, Snapshot snapshot) {
        if (reading && !opened && asked == generation) {
            opened = true;
            contents.opened(snapshot);
        }
    }
}
