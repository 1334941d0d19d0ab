package dev.loam.modules.realtime.socket;

import dev.loam.kernel.rate.Rate;
import dev.loam.modules.realtime.socket.Tokens.Shown;
import dev.loam.modules.realtime.wire.Incoming;
import dev.loam.modules.realtime.wire.Malformed;
import dev.loam.modules.realtime.wire.Outgoing;
import dev.loam.modules.realtime.wire.Version;
import dev.loam.ports.web.WebSocketListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket and the channels joined on it. Messages are taken one after another, on the
/// connection's thread.
final class Session implements WebSocketListener {
    /// The longest that an alarm is set for.
    static final long ALARM_MILLIS_MAX = TimeUnit.DAYS.toMillis(1);
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final String CONTROL = "phoenix";
    private static final int NO_ROOM = 1013;
    private static final int SILENT = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int VIOLATION = 1008;
    private static final int TOPIC_CHARS_MAX = 2_000;
    private static final int EVENT_CHARS_MAX = 255;

    private final Parts parts;
    private final Sessions all;
    private final Version version;
    private final Shown shown;
    private final Map<String, Channel> channels = new HashMap<>(4);
    private volatile long heardAtNanos;
    /// The moment, with a one in its last bit, when the client was given up; zero before.
    private volatile long cutAtNanos;
    private WebSocket socket;
    private Outbox outbox;
    private Rate events;
    private Rate presence;
    private Rate joins;
    private Rate renewals;

    Session(Parts parts, Sessions all, Version version, Shown shown) {
        this.parts = parts;
        this.all = all;
        this.version = version;
        this.shown = shown;
        this.heardAtNanos = parts.clock().nanos();
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        outbox = new Outbox(opened, parts.config().queueBytesMax(), this::givenUp);
        if (all.isClosed()) {
            goAway();
        } else if (!all.add(this)) {
            outbox.end(NO_ROOM, "Too many connected users");
        }
    }

    @Override
    public void onText(WebSocket from, String text) {
        heardAtNanos = parts.clock().nanos();
        try {
            take(version.read(text));
        } catch (Malformed dropped) {
            LOG.debug("A malformed frame was dropped: {}", dropped.getMessage());
        }
    }

    @Override
    public void onBinary(WebSocket from, byte[] bytes) {
        heardAtNanos = parts.clock().nanos();
        try {
            take(version.read(bytes));
        } catch (Malformed dropped) {
            LOG.debug("A malformed frame was dropped: {}", dropped.getMessage());
        }
    }

    @Override
    public void onClose(WebSocket closed, int code, String reason) {
        all.remove(this);
        endChannels();
    }

    private void take(Incoming message) {
        if (message.topic().length() > TOPIC_CHARS_MAX
                || message.event().length() > EVENT_CHARS_MAX) {
            outbox.end(VIOLATION, "a name is too long");
            givenUp();
            return;
        }
        if (message.topic().equals(CONTROL)) {
            boolean known = message.event().equals("heartbeat");
            put(Outgoing.reply(message, known, known ? "{}" : JoinReply.reason("UnknownEvent")));
            if (known) {
                alive();
            }
            return;
        }
        switch (message.event()) {
            case "phx_join" -> join(message);
            case "phx_leave" -> leave(message);
            default -> pass(message);
        }
    }

    private void join(Incoming message) {
        if (!(message instanceof Incoming.Push join)) {
            return;
        }
        Channel before = channel(join.topic());
        try {
            Joining joining = Joining.check(
                    parts, join, shown, joins(), size() - (before == null ? 0 : 1));
            if (before != null) {
                before.leave("phx_close");
            }
            var channel = new Channel(this, parts, joining, join);
            if (keep(join.topic(), channel)) {
                channel.begin(join, joining);
            }
        } catch (JoinProblem problem) {
            put(Outgoing.reply(join, false, JoinReply.reason(problem.getMessage())));
        }
    }

    private void leave(Incoming message) {
        Channel channel = channel(message.topic());
        put(Outgoing.reply(message, true, "{}"));
        if (channel != null && concerns(message, channel)) {
            channel.leave("phx_close");
        }
    }

    private void pass(Incoming message) {
        Channel channel = channel(message.topic());
        if (channel == null) {
            if (message.ref() != null) {
                put(Outgoing.reply(message, false, JoinReply.reason("unmatched topic")));
            }
        } else if (concerns(message, channel)) {
            channel.take(message);
        }
    }

    /// What was meant for an earlier join of the topic is nobody's any more.
    private static boolean concerns(Incoming message, Channel channel) {
        return message.joinRef() == null || message.joinRef().equals(channel.joinRef());
    }

    /// Whether the client may send one message more in this second.
    boolean mayTell() {
        if (events == null) {
            events = new Rate(parts.config().limits().eventsPerSecondMax(), Duration.ofSeconds(1),
                    parts.clock());
        }
        return events.allows(1);
    }

    private Rate joins() {
        if (joins == null) {
            joins = new Rate(parts.config().limits().joinsPerSecondOfOneMax(),
                    Duration.ofSeconds(1), parts.clock());
        }
        return joins;
    }

    /// Whether the client may show one token more in this second: one for each channel, and again
    /// when they cross.
    boolean mayRenew() {
        if (renewals == null) {
            var limits = parts.config().limits();
            renewals = new Rate(Math.max(limits.eventsPerSecondMax(), 2 * limits.channelsMax()),
                    Duration.ofSeconds(1), parts.clock());
        }
        return renewals.allows(1);
    }

    boolean mayBePresent() {
        if (presence == null) {
            presence = new Rate(parts.config().limits().presenceCallsMax(),
                    parts.config().limits().presenceCallsTime(), parts.clock());
        }
        return presence.allows(1);
    }

    void put(Outgoing message) {
        outbox.put(message.in(version));
    }

    /// Ends the socket, whose client does not take what comes for it.
    void cutOff() {
        outbox.end(Outbox.TOO_SLOW, "too much waits to be read");
        Thread.ofVirtual().name("realtime-cut").start(this::givenUp);
    }

    private void givenUp() {
        cutAtNanos = parts.clock().nanos() | 1;
        endChannels();
    }

    /// Closes the socket of a client that has been silent, and cuts one that does not answer a
    /// close.
    void look(long nowNanos, Duration silenceMax, Duration patience) {
        if (cutAtNanos != 0) {
            if (nowNanos - cutAtNanos > patience.toNanos()) {
                socket.cut();
            }
        } else if (nowNanos - heardAtNanos > silenceMax.toNanos()) {
            outbox.end(SILENT, "no heartbeat");
            givenUp();
        }
    }

    /// Clients send the next heartbeat only when they have had the reply to the last one, and with
    /// it all that was sent before.
    private synchronized void alive() {
        channels.values().forEach(Channel::alive);
    }

    /// The keys that it lives by.
    Set<String> keys() {
        Set<String> keys = new HashSet<>();
        keys.add(shown.token());
        synchronized (this) {
            channels.values().forEach(channel -> keys.add(channel.token()));
        }
        keys.removeIf(token -> !Tokens.isKey(token));
        return keys;
    }

    /// Keys do not count any more: what lives by one of them ends.
    void revoked(Set<String> keys) {
        if (keys.contains(shown.token())) {
            outbox.end(VIOLATION, "the API key does not count any more");
            givenUp();
            return;
        }
        List<Channel> ended;
        synchronized (this) {
            ended = channels.values().stream()
                    .filter(channel -> keys.contains(channel.token())).toList();
        }
        ended.forEach(channel -> channel.expel("The API key does not count any more"));
    }

    /// Closes the socket since the process ends; clients connect anew by themselves.
    void goAway() {
        outbox.end(GOING_AWAY, "the server is going away");
        givenUp();
    }

    synchronized void forget(String topic, Channel channel) {
        channels.remove(topic, channel);
    }

    /// False where the session has ended.
    private synchronized boolean keep(String topic, Channel channel) {
        if (cutAtNanos == 0) {
            channels.put(topic, channel);
        }
        return cutAtNanos == 0;
    }

    private synchronized Channel channel(String topic) {
        return channels.get(topic);
    }

    private synchronized int size() {
        return channels.size();
    }

    private void endChannels() {
        List<Channel> ended;
        synchronized (this) {
            ended = List.copyOf(channels.values());
            channels.clear();
        }
        ended.forEach(Channel::end);
    }
}
