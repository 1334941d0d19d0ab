package dev.loam.modules.realtime.topic;

import dev.loam.modules.realtime.topic.PresenceSet.Change;
import dev.loam.modules.realtime.topic.PresenceSet.Entry;
import dev.loam.modules.realtime.wire.Outgoing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One topic and the channels that listen to it.
///
/// Broadcasts of one sender keep their order; those of different senders may reach two listeners in
/// different orders. Presence keeps one order for all: whoever was told a state is told every later
/// change to it.
public final class Topic {
    /// Who comes is told of all who are present in one message.
    private static final int TRACKED_MAX = 5_000;
    private static final long CHARS_MAX = 2 << 20;

    private final Hub.Key key;
    private final String wireName;
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    /// Null until somebody is present or watches, which on most topics nobody does.
    private Presence presence;
    private volatile Written last;

    Topic(Hub.Key key) {
        this.key = key;
        this.wireName = Hub.WIRE_PREFIX + key.name();
    }

    private record Written(String event, byte[] payload, Outgoing message) {
    }

    /// What is held under this topic's lock.
    private static final class Presence {
        private final PresenceSet set = new PresenceSet();
        private final Set<Member> watching = new HashSet<>();
        private final Map<Member, Entry> tracked = new HashMap<>();
        private long chars;
    }

    Hub.Key key() {
        return key;
    }

    void add(Member member) {
        members.add(member);
    }

    /// Whether nobody is left.
    boolean remove(Member member) {
        members.remove(member);
        return members.isEmpty();
    }

    /// To all but one, who may be null.
    public void broadcast(Outgoing message, Member except) {
        for (Member member : members) {
            if (member != except && member.takesBroadcasts()) {
                member.deliver(message);
            }
        }
    }

    /// An event with its payload, the same message as long as the same payload comes: what goes to
    /// many channels of this topic is written once.
    public Outgoing message(String event, byte[] payload) {
        Written known = last;
        if (known == null || known.payload() != payload || !known.event().equals(event)) {
            known = new Written(event, payload, Outgoing.push(wireName, event, payload));
            last = known;
        }
        return known.message();
    }

    /// Tells a member who is present, and from then on every change.
    public synchronized void watch(Member member) {
        if (presence == null) {
            presence = new Presence();
        }
        if (!members.contains(member) || !presence.watching.add(member)) {
            return;
        }
        member.deliver(Outgoing.push(
                wireName, "presence_state", PresenceJson.state(presence.set.all())));
    }

    /// Makes a member present under a key, in place of what it was before. `meta` is a JSON object
    /// without its braces. False where as much is present as may be.
    synchronized boolean track(
            Member member, String presenceKey, PresenceSet.Ref ref, String meta) {
        if (!members.contains(member)) {
            return true;
        }
        if (presence == null) {
            presence = new Presence();
        }
        Entry before = presence.tracked.get(member);
        long chars = presence.chars - chars(before) + presenceKey.length() + meta.length();
        if (chars > CHARS_MAX || before == null && presence.tracked.size() >= TRACKED_MAX) {
            return false;
        }
        var entry = new Entry(presenceKey, ref, before == null ? meta
                : "\"phx_ref_prev\":\"" + before.ref() + '"' + (meta.isEmpty() ? "" : ",") + meta);
        presence.tracked.put(member, entry);
        presence.chars += chars(entry) - chars(before);
        presence.set.add(entry);
        if (before != null) {
            presence.set.remove(before);
        }
        tell(new Change(List.of(entry), before == null ? List.of() : List.of(before)));
        return true;
    }

    private static long chars(Entry entry) {
        return entry == null ? 0 : entry.key().length() + entry.meta().length();
    }

    /// A member is not told any more who is present.
    public synchronized void unwatch(Member member) {
        if (presence != null) {
            presence.watching.remove(member);
        }
    }

    /// A member is not present any more.
    public synchronized void untrack(Member member) {
        Entry before = presence == null ? null : presence.tracked.remove(member);
        if (before != null) {
            presence.set.remove(before);
            presence.chars -= chars(before);
            tell(new Change(List.of(), List.of(before)));
        }
    }

    synchronized void forget(Member member) {
        members.remove(member);
        unwatch(member);
        untrack(member);
    }

    private void tell(Change change) {
        Outgoing diff = Outgoing.push(wireName, "presence_diff", PresenceJson.diff(change));
        presence.watching.forEach(member -> member.deliver(diff));
    }
}
