package dev.loam.modules.realtime.rows;

import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.ports.changes.ChangeFeed.Subscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// One who takes part, and how far it has been told. Its state is the delivery's, and only its
/// thread looks at it.
final class Member {
    /// `RESUMING` while it is told what it missed, apart from the others.
    enum State { JOINING, RESUMING, LIVE, LEFT }

    private final List<Watch> watches;
    private final Map<Long, String> callerKeys = new HashMap<>();
    private final AtomicReference<Caller> next = new AtomicReference<>();
    private Caller caller;
    private volatile State state = State.JOINING;
    private Place told;
    /// Up to where it was sent rows, and up to where it is known to have received them.
    private volatile Place sent;
    private Place sentBeforeAlive;
    private volatile Place received;
    private boolean failing;
    private boolean missing;
    private Subscription replay;
    private Recipient recipient;

    Member(Caller caller, List<Watch> watches, Place after, Recipient recipient) {
        this.caller = caller;
        this.watches = watches;
        this.told = after;
        this.recipient = recipient;
    }

    List<Watch> watches() {
        return watches;
    }

    Recipient recipient() {
        return recipient;
    }

    Caller caller() {
        return caller;
    }

    /// Notes who will be its caller; any thread. True where nobody waited to be that, so that
    /// the delivery has to hear of it.
    boolean shows(Caller newCaller) {
        return next.getAndSet(newCaller) == null;
    }

    /// From now on its caller is who was noted.
    void takesCaller() {
        var noted = next.getAndSet(null);
        if (noted != null) {
            caller = noted;
            callerKeys.clear();
        }
    }

    /// From now on rows go to another recipient.
    void recipientIs(Recipient other) {
        recipient = other;
    }

    /// Any thread may ask.
    State state() {
        return state;
    }

    /// The last place it was told, or said it had seen; null for none.
    Place told() {
        return told;
    }

    void resumes(Subscription subscription) {
        state = State.RESUMING;
        replay = subscription;
    }

    /// From now on it is told with the others.
    void goesLive() {
        state = State.LIVE;
        endReplay();
    }

    void leaves() {
        state = State.LEFT;
        endReplay();
    }

    /// Whether a change is one that it has not been told.
    boolean awaits(Place place) {
        return told == null || place.compareTo(told) > 0;
    }

    void hasHeard(Place place) {
        if (told == null || place.compareTo(told) > 0) {
            told = place;
        }
    }

    /// Notes whether its policies fail; true where they did not before.
    boolean isFailing(boolean now) {
        boolean begins = now && !failing;
        failing = now;
        return begins;
    }

    /// Notes whether it misses changes; true where it did not before.
    boolean isMissing(boolean now) {
        boolean begins = now && !missing;
        missing = now;
        return begins;
    }

    /// A row is sent to it, or it begins to be told behind that place.
    void isSent(Place place) {
        sent = place;
        received = received == null ? place : received;
    }

    /// Its client showed that it received all that was sent before it last showed so. One thread
    /// at a time, any thread.
    void isAlive() {
        received = sentBeforeAlive == null ? received : sentBeforeAlive;
        sentBeforeAlive = sent;
    }

    /// Up to where it surely received all it was sent; null where it received all.
    Place receivedOnly() {
        return sent == null || sent.equals(received) ? null : received;
    }

    /// What of its claims counts for a table, kept until something changes.
    Map<Long, String> callerKeys() {
        return callerKeys;
    }

    private void endReplay() {
        if (replay != null) {
            replay.close();
            replay = null;
        }
    }
}
