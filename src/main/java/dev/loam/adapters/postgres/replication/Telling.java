package dev.loam.adapters.postgres.replication;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;

/// What the listener has been told, over all connections. Only the reading thread tells; others may
/// ask for the place.
final class Telling implements Assembler.Sink {
    private final ChangeListener listener;
    private volatile Place place;
    private boolean paused;
    private boolean begun;

    /// `place` is how far it had been told in an earlier life; null for from now on.
    Telling(ChangeListener listener, Place place) {
        this.listener = listener;
        this.place = place;
    }

    /// Null before the first start without a place.
    Place place() {
        return place;
    }

    /// Whether it was told that everything comes, at any time.
    boolean begun() {
        return begun;
    }

    /// Everything behind `from` comes; `gap` is as in [ChangeListener#onStart].
    void begin(Lsn from, String gap) {
        place = Place.at(from);
        begun = true;
        paused = false;
        listener.onStart(from, gap);
    }

    /// It goes on where it was left; that is told only to who has not heard of a start yet.
    void goOn() {
        paused = false;
        if (!begun) {
            begun = true;
            listener.onStart(place.told(), null);
        }
    }

    void pause(String why) {
        if (!paused) {
            paused = true;
            listener.onPause(why);
        }
    }

    void end(String why) {
        listener.onEnd(why);
    }

    @Override
    public void commit(Commit part) {
        listener.onCommit(part);
        place = place.with(part.position(), part.first() + part.changes().size());
    }

    @Override
    public void progress(Lsn end) {
        if (end.compareTo(place.told()) > 0) {
            listener.onProgress(end);
            place = Place.at(end);
        }
    }

    @Override
    public void lost(Lsn end, String why) {
        place = Place.at(end);
        listener.onStart(end, why);
    }
}
