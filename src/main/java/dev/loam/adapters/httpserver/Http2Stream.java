package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.Peer;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request over HTTP/2 and its answer, on a virtual thread of its own.
final class Http2Stream implements Peer {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Stream.class);

    private final int id;
    private final Http2Connection connection;
    private final Head head;
    private final HttpFailure refused;
    private final Http2Writer.Outlet outlet;
    private final Http2Body body;
    private volatile boolean gone;
    private volatile WebSocketConnection webSocket;
    private volatile boolean toldToGo;
    /// Whether the client has sent everything; the connection's reader alone changes it.
    private volatile boolean remoteEnded;
    /// What the client may still send; the connection's reader takes of it.
    private int receiveWindow = Http2Body.WINDOW_BYTES;
    private int toReturn;

    /// `refused` is null where the handler is to be asked.
    Http2Stream(int id, Http2Connection connection, Head head, HttpFailure refused,
            boolean remoteEnded) {
        this.id = id;
        this.connection = connection;
        this.head = head;
        this.refused = refused;
        this.remoteEnded = remoteEnded;
        this.outlet = connection.writer().open(id, () -> connection.answered(this));
        this.body = remoteEnded ? null : new Http2Body(this, head, connection.limits());
    }

    int id() {
        return id;
    }

    Http2Writer.Outlet outlet() {
        return outlet;
    }

    boolean remoteEnded() {
        return remoteEnded;
    }

    @Override
    public String address() {
        return connection.wire().address();
    }

    @Override
    public int port() {
        return connection.wire().port();
    }

    @Override
    public boolean gone() {
        return gone;
    }

    /// By the connection's reader: `counted` bytes of a window, of which `n` are the body's.
    void receive(byte[] from, int at, int n, int counted, boolean last) throws Http2Error {
        synchronized (this) {
            receiveWindow -= counted;
            if (receiveWindow < 0) {
                throw Http2Error.stream(id, Http2Error.FLOW_CONTROL, "more than its window");
            }
        }
        remoteEnded |= last;
        if (counted > n) {
            returned(counted - n);
        }
        body.put(from, at, n, last);
    }

    /// The client may send as much again.
    void returned(int n) {
        int more = 0;
        synchronized (this) {
            toReturn += n;
            if (toReturn >= Http2Body.WINDOW_BYTES / 2) {
                more = toReturn;
                toReturn = 0;
                receiveWindow += more;
            }
        }
        connection.returned(n);
        if (more > 0 && !remoteEnded && !gone) {
            connection.control(Http2Writer.WINDOW_UPDATE, id, more);
        }
    }

    void wantBody() {
        try {
            connection.writer().interim(outlet);
        } catch (IOException left) {
            LOG.trace("the client left before its body", left);
        }
    }

    /// The client, or an error of its, has ended the stream.
    void cut() {
        gone = true;
        connection.writer().shut(outlet);
        if (body != null) {
            body.cut();
        }
    }

    void run() {
        try {
            HttpRequest request = new HttpRequest(head.method(), head.path(), head.query(),
                    head.headers(), body == null || head.tunnel() ? Body.EMPTY : body, this,
                    connection.wire().secure(), "HTTP/2");
            send(refused == null ? answer(request)
                    : connection.refusal(request, refused));
        } catch (IOException left) {
            LOG.debug("the client left before its answer", left);
            connection.reset(this, Http2Error.CANCEL);
        } catch (RuntimeException | Error defect) {
            LOG.error("the answer to {} {} failed", head.method(), head.path(), defect);
            connection.reset(this, Http2Error.INTERNAL);
        } finally {
            gone = true;
            if (body != null) {
                body.drop();
            }
            connection.done(this);
        }
    }

    private HttpResponse answer(HttpRequest request) {
        try {
            return connection.handler().handle(request);
        } catch (Refusal refusal) {
            return Refusals.answerTo(refusal.failure());
        } catch (RuntimeException | Error defect) {
            LOG.error("the handler failed at {} {}", request.method(), request.path(), defect);
            return new HttpResponse.Full(500, null, Headers.NONE, null);
        }
    }

    private void send(HttpResponse response) throws IOException {
        switch (response) {
            case HttpResponse.Full full -> full(full);
            case HttpResponse.Stream streamed -> stream(streamed);
            case HttpResponse.Upgrade upgrade when isHandshake() -> webSocket(upgrade);
            case HttpResponse.Upgrade _ -> full(
                    Refusals.answerTo(new HttpFailure.UpgradeRequired()));
        }
    }

    private boolean isHandshake() {
        return head.tunnel() && body != null
                && "13".equals(head.headers().first("Sec-WebSocket-Version"));
    }

    /// Source: RFC 8441 section 5.
    private void webSocket(HttpResponse.Upgrade answer) throws IOException {
        var writer = connection.writer();
        writer.answer(outlet, 200, answer.headers(), -1, null, false);
        var limits = connection.limits();
        var tunnel = new Http2Tunnel(this, body, writer, limits.idleTimeMax());
        var inbound = new Inbound(tunnel);
        inbound.settle();
        webSocket = new WebSocketConnection(tunnel, inbound, limits, answer);
        webSocket.run();
        if (!gone) {
            writer.data(outlet, new byte[0], 0, 0, true, limits.idleTimeMax().toNanos());
        }
    }

    /// A WebSocket is closed, anything else ends by itself. To be called again as long as it is
    /// open.
    void end() {
        WebSocketConnection open = webSocket;
        if (open != null && !toldToGo) {
            toldToGo = true;
            // Behind a message that its client does not take, this would wait.
            Thread.ofVirtual().start(() -> open.close(1001, "going away"));
        }
    }

    /// Ends it without an end of its answer.
    void cancel() {
        connection.reset(this, Http2Error.CANCEL);
    }

    private void full(HttpResponse.Full answer) throws IOException {
        byte[] bytes = answer.body();
        boolean bodiless = Outbound.isBodiless(answer.status());
        long length = bodiless || bytes == null && head.isHead() ? -1
                : bytes == null ? 0 : bytes.length;
        byte[] sent = bodiless || head.isHead() ? null : bytes;
        int done = connection.writer().answer(
                outlet, answer.status(), answer.headers(), length, sent, true);
        if (sent != null && done < sent.length) {
            connection.writer().data(outlet, sent, done, sent.length - done, true,
                    connection.limits().idleTimeMax().toNanos());
        }
    }

    private void stream(HttpResponse.Stream answer) throws IOException {
        try (HttpResponse.BodyWriter made = answer.body()) {
            if (head.isHead() || Outbound.isBodiless(answer.status())) {
                connection.writer().answer(
                        outlet, answer.status(), answer.headers(), -1, null, true);
                return;
            }
            var out = new Http2StreamBody(answer, connection.writer(), outlet,
                    connection.limits().idleTimeMax());
            try {
                made.writeTo(out);
                out.finish();
            } catch (IOException | RuntimeException | Error failure) {
                failed(failure, out);
            }
        }
    }

    private void failed(Throwable failure, Http2StreamBody out) throws IOException {
        if (gone) {
            LOG.debug("the client left during a streamed answer", failure);
            return;
        }
        LOG.error("a streamed answer failed at {} {}", head.method(), head.path(), failure);
        if (out.begun()) {
            connection.reset(this, Http2Error.INTERNAL);
        } else {
            full(failure instanceof Refusal refusal ? Refusals.answerTo(refusal.failure())
                    : new HttpResponse.Full(500, null, Headers.NONE, null));
        }
    }
}
