package dev.loam.modules.realtime.stream;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.identity.IdentityFailure;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.module.Exchange;
import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.LiveRows;
import dev.loam.modules.realtime.rows.LiveRows.Listening;
import dev.loam.modules.realtime.rows.RowsConfig;
import dev.loam.modules.realtime.stream.StreamFailure.MethodUnsupported;
import dev.loam.modules.realtime.stream.StreamFailure.NotReady;
import dev.loam.modules.realtime.stream.StreamFailure.NotTold;
import dev.loam.modules.realtime.stream.StreamFailure.TooMany;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// Answers requests for changes with a stream of server-sent events.
///
/// A stream tells the same as a channel. The id of an event is its place; a client that comes back
/// with it is told what came behind, or by an event `gap` that this is not possible. A comment now
/// and then keeps the connection and shows whether the client is there; with it goes an id that is
/// further on, so that a quiet stream can be resumed too. It ends with its token, when its client
/// does not read, and when the process does.
///
/// Source: HTML Living Standard, "Server-sent events".
public final class ChangeStreams implements AutoCloseable {
    private static final Headers HEADERS = Headers.of("Content-Type", "text/event-stream",
            "Cache-Control", "no-store", "X-Accel-Buffering", "no");
    private static final Duration START_TIME_MAX = Duration.ofSeconds(10);
    private static final Duration CHECKED_EVERY = Duration.ofSeconds(5);
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final LiveRows rows;
    private final Verifier verifier;
    private final Clock clock;
    private final RowsConfig config;
    private final String route;
    private final Set<Events> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// `route` is the name that the scopes of keys know it by.
    public ChangeStreams(LiveRows rows, Verifier verifier, Clock clock, RowsConfig config,
            String route) {
        this.rows = rows;
        this.verifier = verifier;
        this.clock = clock;
        this.config = config;
        this.route = route;
    }

    /// For a route that identifies nobody: a browser's own client cannot send a token in a field,
    /// and so the key may stand in the query.
    public HttpResponse handle(Exchange exchange) {
        var request = exchange.request();
        if (!request.method().equals("GET")) {
            throw new Refusal(new MethodUnsupported(request.method()));
        }
        var query = StreamQuery.parse(request.query(), request.header("Last-Event-ID"));
        Supplier<Caller> shows = () -> caller(request, query);
        var caller = shows.get();
        if (closed || open.size() >= config.streamsMax()) {
            throw new Refusal(new TooMany(config.streamsMax()));
        }
        var events = new Events(config.streamMax().bytes());
        var joined = rows.join(caller, query.wanted(), query.after(), events);
        open.add(events);
        try {
            var from = start(events);
            return new HttpResponse.Stream(200, null, HEADERS,
                    new Writer(events, joined, from, expiryMillis(caller), shows));
        } catch (Refusal refusal) {
            leave(events, joined);
            throw refusal;
        }
    }

    /// Ends all streams; none begins any more.
    @Override
    public void close() {
        closed = true;
        open.forEach(Events::end);
    }

    private Caller caller(HttpRequest request, StreamQuery query) {
        var apikey = request.header("apikey");
        var caller = verifier.verify(
                request.header("Authorization"), apikey == null ? query.apikey() : apikey);
        if (!caller.mayUse(route)) {
            throw new Refusal(new IdentityFailure.ScopeMissing(route));
        }
        return caller;
    }

    private Place start(Events events) {
        try {
            var start = events.start(START_TIME_MAX.toNanos());
            if (start.refused() != null) {
                throw new Refusal(new NotTold(start.refused()));
            }
            if (!start.live()) {
                throw new Refusal(new NotReady(start.unanswered()));
            }
            return start.from();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new Refusal(new NotReady(null));
        }
    }

    private void leave(Events events, Listening joined) {
        open.remove(events);
        joined.close();
    }

    /// When the token ends, in milliseconds since 1970.
    private static long expiryMillis(Caller caller) {
        var expiry = JsonMapper.shared().readTree(caller.claimsJson()).path("exp");
        return expiry.isNumber()
                ? (long) Math.clamp(expiry.doubleValue() * 1000, 0, 0x1p61) : Long.MAX_VALUE;
    }

    /// Writes the events of one stream as they come.
    private final class Writer implements HttpResponse.BodyWriter {
        private final Events events;
        private final Listening joined;
        private final Place from;
        private final long expiryMillis;
        private final Supplier<Caller> shows;
        private long checkedNanos;

        Writer(Events events, Listening joined, Place from, long expiryMillis,
                Supplier<Caller> shows) {
            this.shows = shows;
            this.checkedNanos = clock.nanos();
            this.events = events;
            this.joined = joined;
            this.from = from;
            this.expiryMillis = expiryMillis;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try {
                out.write(Events.event("ready", from, "{}".getBytes(StandardCharsets.UTF_8)));
                out.flush();
                write(out);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        private void write(OutputStream out) throws IOException, InterruptedException {
            Place idle = joined.told();
            for (long left = left(); left > 0; left = left()) {
                var next = events.next(Math.min(left, config.heartbeat().toMillis()));
                if (next == null || !counts()) {
                    return;
                }
                if (next.length > 0) {
                    out.write(next);
                } else {
                    out.write(HEARTBEAT);
                    // Where nothing waits now, all up to where it was told before is written.
                    if (idle != null && events.empty()) {
                        out.write(("id: " + idle + "\n\n").getBytes(StandardCharsets.UTF_8));
                    }
                    idle = joined.told();
                }
                if (events.empty()) {
                    out.flush();
                }
            }
        }

        /// Whether the key still does, which may have been revoked; asked now and then.
        private boolean counts() {
            if (clock.nanos() - checkedNanos < CHECKED_EVERY.toNanos()) {
                return true;
            }
            checkedNanos = clock.nanos();
            try {
                shows.get();
                return true;
            } catch (Refusal refusal) {
                return refusal.failure().status() >= 500;
            }
        }

        private long left() {
            return Math.min(Duration.ofDays(1).toMillis(),
                    expiryMillis - clock.now().toEpochMilli());
        }

        @Override
        public void close() {
            leave(events, joined);
        }
    }
}
