package dev.loam.modules.realtime.socket;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.channel.ChannelAccess.Rights;
import dev.loam.modules.realtime.channel.Outlet;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.channel.RowChanges.Joined;
import dev.loam.modules.realtime.channel.StoredMessages.Stored;
import dev.loam.modules.realtime.socket.Tokens.Shown;
import dev.loam.modules.realtime.time.Alarms.Alarm;
import dev.loam.modules.realtime.topic.Hub;
import dev.loam.modules.realtime.topic.Member;
import dev.loam.modules.realtime.topic.Topic;
import dev.loam.modules.realtime.wire.Incoming;
import dev.loam.modules.realtime.wire.Json;
import dev.loam.modules.realtime.wire.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// One channel that was joined on a socket, from its reply to its `phx_close`.
///
/// Until the reply has gone out, what comes for the channel is held back. Its own lock is held for
/// no call that takes another one, save that of the outbox.
final class Channel implements Outlet, Member {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int HELD_MAX = 10_000;
    private static final int KEY_BYTES = 16;

    private final Session session;
    private final Parts parts;
    private final JoinAsked asked;
    private final String wireName;
    private final String name;
    private final String joinRef;
    private final String presenceKey;
    private volatile Shown shown;
    private volatile Rights rights;
    private volatile Topic topic;
    private volatile Joined rows;
    private volatile Alarm end;
    private volatile Alarm waitMax;
    /// Null once the reply has gone out.
    private List<Outgoing> held = new ArrayList<>();
    private long heldBytes;
    /// What broadcasts that were repeated say of themselves; 25 at most.
    private final Set<String> repeated = new HashSet<>(0);
    private boolean left;
    /// The reply where it waits for the changes to be told; null else.
    private final HeldReply heldReply;

    Channel(Session session, Parts parts, Joining joining, Incoming.Push join) {
        this.session = session;
        this.parts = parts;
        this.asked = joining.asked();
        this.wireName = join.topic();
        this.name = joining.name();
        this.joinRef = join.joinRef();
        this.shown = joining.shown();
        this.rights = joining.rights();
        this.heldReply = asked.waitMillis() == 0 || asked.changes().isEmpty()
                ? null : new HeldReply();
        this.presenceKey = asked.presenceKey() == null ? randomKey() : asked.presenceKey();
    }

    private String randomKey() {
        return UUID.nameUUIDFromBytes(parts.chance().bytes(KEY_BYTES)).toString();
    }

    String joinRef() {
        return joinRef;
    }

    Caller caller() {
        return shown.caller();
    }

    String token() {
        return shown.token();
    }

    /// Joins what the channel asked for, and tells the client.
    void begin(Incoming join, Joining joining) throws JoinProblem {
        topic = parts.hub().join(new Hub.Key(name, asked.isPrivate()), this);
        List<Stored> replayed;
        try {
            replayed = joining.replayed(parts);
        } catch (JoinProblem problem) {
            session.forget(wireName, this);
            end();
            throw problem;
        }
        List<Long> ids = List.of();
        if (!asked.changes().isEmpty()) {
            rows = parts.rows().resume(caller(), asked.changes(), asked.after(), this);
            ids = rows.ids();
        }
        Outgoing reply = Outgoing.reply(join, true, JoinReply.of(asked.changes(), ids));
        if (heldReply == null) {
            open(reply, replayed);
        } else {
            waitMax = parts.alarms().in(asked.waitMillis() * 1_000_000, () -> heldReply.fail(
                    "PostgresChangesSubscribeTimeout: The changes were not told in time"));
            heldReply.onEnd(failure -> answer(join, failure, reply, replayed));
        }
        if (asked.presence() && rights.readsPresence()) {
            topic.watch(this);
        }
        if (asked.tellsReady()) {
            system("system", true, "Replication connection established");
        }
        if (asked.legacy() && looksLikeTables()) {
            system("postgres_changes", false, "Changes have to be asked for in"
                    + " config.postgres_changes: a topic does not name tables");
        }
        watchEnd();
        if (isLeft()) {
            release(true);
        }
    }

    /// The client shows that it received all that was sent before it last did so.
    void alive() {
        Joined known = rows;
        if (known != null) {
            known.alive();
        }
    }

    /// Sends the reply that waited; a failure makes it one that the channel cannot be joined.
    private void answer(Incoming join, String failure, Outgoing reply, List<Stored> replayed) {
        parts.alarms().cancel(waitMax);
        if (failure == null) {
            open(reply, replayed);
        } else if (gone()) {
            session.forget(wireName, this);
            release(true);
            session.put(Outgoing.reply(join, false, JoinReply.reason(failure)));
        }
    }

    /// As old clients named what they wanted to hear of: `*`, `public:todos:id=eq.1`.
    private boolean looksLikeTables() {
        return name.equals("*") || name.equals("public") || name.startsWith("public:");
    }

    private synchronized void open(Outgoing reply, List<Stored> replayed) {
        if (!left) {
            session.put(reply);
            replayed.forEach(stored -> session.put(Replays.message(wireName, stored)));
            replayed.forEach(stored -> repeated.add(Hub.metadata(stored.id())));
            held.stream().filter(this::isNew).forEach(session::put);
        }
        held = null;
    }

    /// What was repeated may come once more, since the feed is a moment behind the database.
    private boolean isNew(Outgoing message) {
        return repeated.isEmpty() || !repeated.remove(message.metadata());
    }

    /// Takes an event of its client.
    void take(Incoming message) {
        switch (message) {
            case Incoming.UserBroadcast broadcast -> broadcast(broadcast);
            case Incoming.BinaryPush push -> refuse(push, "UnknownEvent: " + push.event()
                    + " takes no bytes");
            case Incoming.Push push -> {
                switch (push.event()) {
                    case "broadcast" -> broadcast(push);
                    case "presence" -> presence(push);
                    case "access_token" -> renew(push);
                    default -> refuse(push, "UnknownEvent: " + push.event());
                }
            }
        }
    }

    private void broadcast(Incoming.Push push) {
        if (push.payload().startsWith("{")) {
            send(push, push.payload().length(), Outgoing.push(wireName, "broadcast",
                    push.payload().getBytes(StandardCharsets.UTF_8)));
        } else {
            refuse(push, "InvalidPayload: a broadcast is an object");
        }
    }

    private void broadcast(Incoming.UserBroadcast push) {
        if (!push.binary() && !Json.isValue(push.payload())) {
            refuse(push, "InvalidPayload: the payload is not JSON");
        } else if (push.metadata().contains("\"persist\"")) {
            refuse(push, "UnableToPersist: messages of sockets are not kept");
        } else {
            // What came as metadata was meant for the server.
            send(push, push.payload().length, Outgoing.broadcast(
                    wireName, push.event(), "", push.binary(), push.payload()));
        }
    }

    private void send(Incoming push, int bytes, Outgoing message) {
        if (bytes > parts.config().limits().broadcastBytesMax()) {
            refuse(push, "PayloadTooLarge: a payload has at most "
                    + parts.config().limits().broadcastBytesMax() + " bytes");
        } else if (!session.mayTell()) {
            expel("Too many messages per second");
        } else if (rights.writesBroadcast()) {
            topic.broadcast(message, asked.echoes() ? null : this);
            if (asked.acknowledges()) {
                session.put(Outgoing.reply(push, true, "{}"));
            }
        }
    }

    private void presence(Incoming.Push push) {
        var payload = Json.object(push.payload());
        String event = payload == null ? "" : payload.path("event").asString("");
        if (!event.equalsIgnoreCase("track") && !event.equalsIgnoreCase("untrack")) {
            refuse(push, "InvalidPayload: presence is to track or to untrack");
        } else if (!session.mayTell()) {
            expel("Too many messages per second");
        } else if (!session.mayBePresent()) {
            refuse(push, "ClientPresenceRateLimitReached: Too many presence messages");
        } else if (!rights.writesPresence()) {
            refuse(push, "Unauthorized: You do not have permissions to track presence on this "
                    + "Channel topic: " + name);
        } else if (event.equalsIgnoreCase("untrack")) {
            topic.untrack(this);
            session.put(Outgoing.reply(push, true, "{}"));
        } else {
            String meta = PresenceMeta.of(payload.path("payload"));
            if (meta == null) {
                refuse(push, "InvalidPayload: what is tracked is an object");
            } else if (meta.length() > parts.config().limits().presenceBytesMax()) {
                refuse(push, "PayloadTooLarge: what is tracked has at most "
                        + parts.config().limits().presenceBytesMax() + " bytes");
            } else {
                if (parts.hub().track(topic, this, presenceKey, meta)) {
                    session.put(Outgoing.reply(push, true, "{}"));
                } else {
                    refuse(push, "PresenceLimitReached: Too much is present on this topic");
                }
            }
        }
    }

    /// The client shows a new token: what it may do is asked again.
    private void renew(Incoming.Push push) {
        var payload = Json.object(push.payload());
        String token = payload == null ? "" : payload.path("access_token").asString("");
        if (token.isEmpty() || token.equals(shown.token())) {
            return;
        }
        if (!session.mayRenew()) {
            expel("Too many messages per second");
            return;
        }
        try {
            Shown next = parts.tokens().verify(token);
            Rights allowed = asked.isPrivate()
                    ? parts.access().rights(next.caller(), name) : Rights.ALL;
            shown = next;
            rights = allowed;
            if (!allowed.readsBroadcast() && !allowed.readsPresence()) {
                expel(Parts.NO_RIGHT_TO_READ + name);
                return;
            }
            presenceIsAllowed(allowed);
            if (rows != null) {
                rows.callerIs(next.caller());
            }
            watchEnd();
        } catch (TokenProblem problem) {
            expel(problem.getMessage());
        } catch (Refusal refusal) {
            // The client joins again by itself, when the database may be there again.
            system("system", false, refusal.failure().message());
            leave("phx_error");
        }
    }

    /// Presence ends where the new caller may not have it.
    private void presenceIsAllowed(Rights allowed) {
        if (!allowed.readsPresence()) {
            topic.unwatch(this);
        }
        if (!allowed.writesPresence()) {
            topic.untrack(this);
        }
    }

    private void watchEnd() {
        parts.alarms().cancel(end);
        long endMillis = shown.endMillis();
        if (endMillis != Long.MAX_VALUE) {
            long left = endMillis - parts.clock().now().toEpochMilli();
            end = parts.alarms().in(
                    Math.min(Math.max(0, left), Session.ALARM_MILLIS_MAX) * 1_000_000,
                    this::lookAtEnd);
        }
    }

    /// The wall clock may have been set since.
    private void lookAtEnd() {
        if (shown.endMillis() <= parts.clock().now().toEpochMilli()) {
            expel("Token has expired 0 seconds ago");
        } else if (!isLeft()) {
            watchEnd();
        }
    }

    private void refuse(Incoming push, String reason) {
        if (push.ref() != null) {
            session.put(Outgoing.reply(push, false, JoinReply.reason(reason)));
        }
    }

    /// Throws the client out of the channel, and says why.
    void expel(String why) {
        system("system", false, why);
        leave("phx_close");
    }

    /// Leaves, and then tells the client with an event.
    void leave(String event) {
        if (gone()) {
            session.forget(wireName, this);
            release(true);
            session.put(Outgoing.push(joinRef, joinRef, wireName, event, NOTHING));
        }
    }

    /// Leaves, where there is nobody to tell any more.
    void end() {
        if (gone()) {
            release(false);
        }
    }

    private synchronized boolean gone() {
        boolean first = !left;
        left = true;
        return first;
    }

    private synchronized boolean isLeft() {
        return left;
    }

    /// `reached`: the client receives what is on its way to it.
    private void release(boolean reached) {
        parts.alarms().cancel(end);
        parts.alarms().cancel(waitMax);
        if (topic != null) {
            parts.hub().leave(topic, this);
        }
        if (rows != null && reached) {
            rows.leave();
        } else if (rows != null) {
            rows.close();
        }
    }

    @Override
    public void push(String event, byte[] payload) {
        Topic known = topic;
        deliver(known == null ? Outgoing.push(wireName, event, payload)
                : known.message(event, payload));
    }

    @Override
    public void system(String extension, boolean ok, String message) {
        system(extension, ok, message, null);
    }

    @Override
    public void system(String extension, boolean ok, String message, Place from) {
        if (heldReply != null && extension.equals("postgres_changes")) {
            if (ok) {
                heldReply.succeed();
            } else {
                heldReply.fail("RealtimeDisabledForConfiguration: " + message);
            }
        }
        String loam = from == null ? ""
                : ",\"loam\":{\"position\":" + Json.quoted(from.toString()) + "}";
        deliver(Outgoing.push(wireName, "system", ("{\"extension\":" + Json.quoted(extension)
                + ",\"status\":\"" + (ok ? "ok" : "error") + "\",\"message\":"
                + Json.quoted(message) + ",\"channel\":" + Json.quoted(name) + loam + "}")
                .getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public synchronized void deliver(Outgoing message) {
        if (left) {
            return;
        }
        if (held == null) {
            if (isNew(message)) {
                session.put(message);
            }
        } else if (held.size() < HELD_MAX
                && heldBytes + message.bytes() <= parts.config().queueBytesMax()) {
            held.add(message);
            heldBytes += message.bytes();
        } else {
            session.cutOff();
        }
    }

    @Override
    public boolean takesBroadcasts() {
        return rights.readsBroadcast();
    }
}
