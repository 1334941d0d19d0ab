package dev.loam.adapters.httpserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The streams of one connection that are open, and how many handlers run for them or for those
/// that were reset. Thread-safe.
final class Http2Streams {
    static final int MAX = 128;
    /// Handlers take a moment to see that their client has gone; until then they count.
    private static final int HANDLERS_MAX = 2 * MAX;
    private static final int FORGIVEN_MAX = 256;

    private final Map<Integer, Http2Stream> open = new HashMap<>();
    /// Streams that this side has ended before the client's own end was there.
    private final int[] forgiven = new int[FORGIVEN_MAX];
    private int forgivenNext;
    private int handlers;

    synchronized Http2Stream open(int id) {
        return open.get(id);
    }

    synchronized boolean full() {
        return open.size() >= MAX || handlers >= HANDLERS_MAX;
    }

    /// One that a handler is about to run for.
    synchronized void add(Http2Stream stream) {
        open.put(stream.id(), stream);
        handlers++;
    }

    /// The stream that is open no more, null where it was not.
    synchronized Http2Stream forget(int id) {
        return open.remove(id);
    }

    synchronized void handled() {
        handlers--;
    }

    synchronized boolean anyHandled() {
        return handlers > 0;
    }

    synchronized boolean isQuiet() {
        return open.isEmpty() && handlers == 0;
    }

    synchronized boolean isForgiven(int id) {
        for (int one : forgiven) {
            if (one == id) {
                return true;
            }
        }
        return false;
    }

    synchronized void forgive(int id) {
        forgiven[forgivenNext++ % FORGIVEN_MAX] = id;
    }

    synchronized List<Http2Stream> all() {
        return List.copyOf(open.values());
    }

    synchronized List<Http2Writer.Outlet> outlets() {
        var outlets = new ArrayList<Http2Writer.Outlet>();
        open.values().forEach(stream -> outlets.add(stream.outlet()));
        return outlets;
    }

    /// To their handlers the client is gone.
    void cut() {
        List<Http2Stream> all;
        synchronized (this) {
            all = all();
            open.clear();
        }
        all.forEach(Http2Stream::cut);
    }
}
