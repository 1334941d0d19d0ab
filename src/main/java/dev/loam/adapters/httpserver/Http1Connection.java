package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: reads a request, has it answered, writes the answer, and begins again.
///
/// Runs on the connection's virtual thread. What the wire itself refuses is answered in JSON and
/// ends the connection, since the place where a next request would begin is not certain any more.
///
/// Other threads only end it. HTTP/1.1 has no word for that but an answer's `Connection: close`:
/// a request may be on its way to any connection that looks idle. So once the end is announced,
/// the next answer closes it, unless the client has sent more already; and one on which nobody asks
/// anything is closed after a silence in which a request would have arrived.
final class Http1Connection implements Open {
    private static final Logger LOG = LoggerFactory.getLogger(Http1Connection.class);
    /// More than a way to the client and back, with a client that is slow to send its next request.
    static final long SILENCE_NANOS = Duration.ofSeconds(1).toNanos();
    /// How much and how long a refused client's bytes are read away, so that closing does not
    /// reset the connection before the client has read its answer.
    private static final int LINGER_BYTES_MAX = 1 << 20;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private enum State { IDLE, BUSY, CLOSED }

    private final Wire wire;
    private final Inbound inbound;
    private final Outbound outbound;
    private final HeadReader heads;
    private final Listening where;
    private final HttpLimits limits;
    private final HttpHandler handler;
    private final Connections connections;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private volatile WebSocketConnection webSocket;
    private volatile boolean toldToGo;

    Http1Connection(
            Wire wire, Listening where, HttpHandler handler, Connections connections) {
        this.wire = wire;
        this.inbound = new Inbound(wire);
        this.outbound = new Outbound(wire);
        this.heads = new HeadReader(inbound, where.limits());
        this.where = where;
        this.limits = where.limits();
        this.handler = handler;
        this.connections = connections;
    }

    /// Blocks until the connection has ended; closes the wire.
    void run() {
        if (!connections.enter(this)) {
            wire.close();
            return;
        }
        Http2Connection next = null;
        try {
            if (awaitRequest()) {
                next = Http2Frames.begin(inbound, where.limits())
                        ? new Http2Connection(wire, inbound, where, handler, connections) : null;
                while (next == null && serve()) {
                    inbound.shrink();
                    if (!awaitRequest()) {
                        break;
                    }
                }
            }
        } catch (IOException gone) {
            LOG.trace("connection ended", gone);
        } catch (RuntimeException | Error defect) {
            LOG.error("connection failed", defect);
        } finally {
            if (next == null) {
                state.set(State.CLOSED);
                inbound.over();
                wire.finish();
            }
            connections.leave(this);
        }
        if (next != null) {
            next.run();
        }
    }

    @Override
    public void end() {
        WebSocketConnection open = webSocket;
        if (open != null && !toldToGo) {
            toldToGo = true;
            // Behind a message that its client does not take, this would wait.
            Thread.ofVirtual().start(() -> open.close(1001, "going away"));
        } else if (wire.waitedNanos() > SILENCE_NANOS && !wire.hasUnread()
                && state.compareAndSet(State.IDLE, State.CLOSED)) {
            cut();
        }
    }

    /// Ends it at once, whatever it is doing: to its handler the client is gone.
    @Override
    public void cut() {
        inbound.over();
        wire.close();
    }

    /// Cuts it where its client has been silent, or has taken no bytes, for the idle time.
    @Override
    public void cutIfStalled() {
        if (wire.waitedNanos() > limits.idleTimeMax().toNanos()) {
            cut();
        }
    }

    /// Waits for the first byte of a request; false when there will be none.
    private boolean awaitRequest() throws IOException {
        if (!inbound.isEmpty()) {
            return true;
        }
        state.set(State.IDLE);
        wire.waits();
        boolean more = inbound.fill(0);
        wire.acts();
        return more && state.compareAndSet(State.IDLE, State.BUSY);
    }

    /// Answers one request; false when the connection is to end with it.
    private boolean serve() throws IOException {
        Head head;
        try {
            head = heads.read();
            if (head == null) {
                return false;
            }
            if (head.contentLength() > limits.bodyBytesMax()) {
                throw new HttpFailure.BodyTooLarge(limits.bodyBytesMax()).refusal();
            }
        } catch (Refusal refusal) {
            outbound.full(refused(refusal.failure()), false, true);
            linger();
            return false;
        }
        IncomingBody body = head.hasBody()
                ? new IncomingBody(head, inbound, wire, limits) : null;
        HttpResponse response = answer(new HttpRequest(head.method(), head.path(), head.query(),
                head.headers(), body == null ? Body.EMPTY : body, inbound, wire.secure()));
        boolean close = head.close() || body != null && !body.canBeSkipped()
                || connections.endIsAnnounced() && !hasNext(body);
        if (body != null) {
            body.answering();
        }
        boolean sent = switch (response) {
            case HttpResponse.Full full -> {
                outbound.full(full, head.isHead(), close);
                yield true;
            }
            case HttpResponse.Stream stream -> stream(stream, head, close);
            case HttpResponse.Upgrade upgrade -> upgrade(upgrade, head, body);
        };
        if (!sent) {
            return false;
        }
        if (close || body != null && !body.skip()) {
            if (body != null && !body.isAtEnd() || !inbound.isEmpty() || wire.hasUnread()) {
                linger();
            }
            return false;
        }
        return true;
    }

    /// Whether the next request has come already, before the answer to this one.
    private boolean hasNext(IncomingBody body) {
        return !inbound.isEmpty() && (body == null || body.isAtEnd());
    }

    private HttpResponse.Full refused(Failure failure) {
        HttpRequest known = heads.known(Body.EMPTY, inbound, wire.secure());
        return where.journal().refused(known, failure, Refusals.answerTo(failure));
    }

    private HttpResponse answer(HttpRequest request) {
        try {
            return handler.handle(request);
        } catch (Refusal refusal) {
            return Refusals.answerTo(refusal.failure());
        } catch (RuntimeException | Error defect) {
            LOG.error("the handler failed at {} {}", request.method(), request.path(), defect);
            return new HttpResponse.Full(500, null, Headers.NONE, null);
        }
    }

    /// True when the answer went out whole.
    private boolean stream(HttpResponse.Stream answer, Head head, boolean close)
            throws IOException {
        try (HttpResponse.BodyWriter writer = answer.body()) {
            if (head.isHead() || Outbound.isBodiless(answer.status())) {
                outbound.full(new HttpResponse.Full(answer.status(), answer.reason(),
                        answer.headers(), null), head.isHead(), close);
                return true;
            }
            var out = new StreamBody(answer, outbound, !head.http10(), close);
            try {
                writer.writeTo(out);
                out.finish();
                return true;
            } catch (IOException | RuntimeException | Error failure) {
                failed(failure, out, head);
                return false;
            }
        }
    }

    private void failed(Throwable failure, StreamBody out, Head head) throws IOException {
        if (wire.isBroken()) {
            LOG.debug("the client left during a streamed answer", failure);
            return;
        }
        LOG.error("a streamed answer failed at {} {}", head.method(), head.path(), failure);
        if (out.begun()) {
            // Without a last chunk the end is seen to be missing; HTTP/1.0 has no such sign.
            if (head.http10()) {
                wire.reset();
            }
        } else {
            outbound.full(failure instanceof Refusal refusal ? Refusals.answerTo(refusal.failure())
                    : new HttpResponse.Full(500, null, Headers.NONE, null), false, true);
        }
    }

    private boolean upgrade(HttpResponse.Upgrade answer, Head head, IncomingBody body)
            throws IOException {
        String accept;
        try {
            accept = WebSocketHandshake.accept(head, body != null);
        } catch (Refusal refusal) {
            outbound.full(Refusals.answerTo(refusal.failure()), head.isHead(), true);
            linger();
            return false;
        }
        outbound.switchingProtocols(answer.headers(), WebSocketHandshake.fields(accept));
        var connection = new WebSocketConnection(wire, inbound, limits, answer);
        inbound.settle();
        webSocket = connection;
        connection.run();
        if (!wire.isBroken()) {
            linger();
        }
        return false;
    }

    private void linger() throws IOException {
        wire.endOutput();
        byte[] rest = new byte[8 << 10];
        var patience = new Patience(LINGER);
        long read = 0;
        while (read < LINGER_BYTES_MAX) {
            int n = inbound.take(rest, 0, rest.length, patience.leftMillis());
            if (n < 0) {
                return;
            }
            read += n;
        }
    }
}
