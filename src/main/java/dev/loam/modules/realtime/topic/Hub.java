package dev.loam.modules.realtime.topic;

import dev.loam.modules.realtime.channel.Broadcasts;
import dev.loam.modules.realtime.wire.Json;
import dev.loam.modules.realtime.wire.Outgoing;
import dev.loam.ports.time.Chance;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// Every topic that somebody listens to. Thread-safe, never blocks.
///
/// A private and a public topic of one name are two: what was said behind a policy is not heard in
/// front of it.
public final class Hub implements Broadcasts {
    /// What the names of topics begin with on the wire.
    public static final String WIRE_PREFIX = "realtime:";
    private static final int NODE_BYTES = 6;

    private final ConcurrentMap<Key, Topic> topics = new ConcurrentHashMap<>();
    private final String node;
    private final AtomicLong refs = new AtomicLong();

    /// A topic's name, without the prefix of the wire.
    public record Key(String name, boolean isPrivate) {
    }

    public Hub(Chance chance) {
        this.node = Base64.getUrlEncoder().withoutPadding()
                .encodeToString(chance.bytes(NODE_BYTES));
    }

    /// From here on the member hears what is sent to the topic.
    public Topic join(Key key, Member member) {
        return topics.compute(key, (_, known) -> {
            Topic topic = known == null ? new Topic(key) : known;
            topic.add(member);
            return topic;
        });
    }

    /// From here on it does not, and is not present.
    public void leave(Topic topic, Member member) {
        topic.forget(member);
        topics.computeIfPresent(topic.key(), (_, known) ->
                known == topic && known.remove(member) ? null : known);
    }

    /// Makes a member present; `meta` is a JSON object without its braces. False where as much is
    /// present on the topic as may be.
    public boolean track(Topic topic, Member member, String presenceKey, String meta) {
        return topic.track(member, presenceKey,
                new PresenceSet.Ref(node, refs.getAndIncrement()), meta);
    }

    /// What a stored message says of itself.
    public static String metadata(String id) {
        return "{\"id\":" + Json.quoted(id) + "}";
    }

    /// The number of topics that somebody listens to.
    public int size() {
        return topics.size();
    }

    @Override
    public void send(String topic, boolean isPrivate, Broadcast broadcast) {
        Topic known = topics.get(new Key(topic, isPrivate));
        if (known != null) {
            String metadata = broadcast.id() == null ? "" : metadata(broadcast.id());
            known.broadcast(Outgoing.broadcast(WIRE_PREFIX + topic, broadcast.event(), metadata,
                    broadcast.binary(), broadcast.payload()), null);
        }
    }
}
