package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of HTTP/2. Its own virtual thread reads frames; each stream has a thread that
/// asks the handler and writes the answer.
///
/// Whatever a client can do for nothing has a bound: streams at once, handlers that still run for
/// streams it has reset, resets and other frames that ask for no answer, bytes that nobody has
/// taken. Source: RFC 9113.
final class Http2Connection implements Open {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);
    private static final int WINDOW_BYTES = Http2Settings.WINDOW_BYTES;
    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final Wire wire;
    private final Inbound inbound;
    private final Http2Frames frames;
    private final Http2Writer writer;
    private final Listening where;
    private final HttpHandler handler;
    private final Connections connections;
    private final Allowance resets = new Allowance(200, 50);
    private final Allowance idleFrames = new Allowance(500, 50);

    private final Http2Streams streams = new Http2Streams();
    private final Http2Settings settings;
    private final Http2End end;

    /// Guarded by `this`.
    private int toReturn;
    private volatile long requestedNanos = System.nanoTime();
    private int receiveWindow = WINDOW_BYTES;

    Http2Connection(Wire wire, Inbound inbound, Listening where, HttpHandler handler,
            Connections connections) {
        this.wire = wire;
        this.inbound = inbound;
        this.frames = new Http2Frames(inbound, where.limits());
        this.writer = new Http2Writer(wire);
        this.settings = new Http2Settings(writer, streams);
        this.end = new Http2End(wire, writer, streams, this::cut);
        this.where = where;
        this.handler = handler;
        this.connections = connections;
    }

    Wire wire() {
        return wire;
    }

    Http2Writer writer() {
        return writer;
    }

    HttpHandler handler() {
        return handler;
    }

    HttpLimits limits() {
        return where.limits();
    }

    HttpResponse.Full refusal(HttpRequest request, HttpFailure failure) {
        return where.journal().refused(request, failure, Refusals.answerTo(failure));
    }

    /// Blocks until the connection has ended; closes the wire.
    void run() {
        try {
            // Before others can say anything to the client.
            settings.greet(limits().headerBytesMax());
            if (connections.enter(this)) {
                read();
            } else {
                writer.goAway(0, Http2Error.NONE);
            }
        } catch (Http2Error wrong) {
            LOG.debug("a client broke the protocol: {}", wrong.getMessage());
            tellWrong(wrong);
        } catch (IOException gone) {
            LOG.trace("connection ended", gone);
        } catch (RuntimeException | Error defect) {
            LOG.error("connection failed", defect);
        } finally {
            inbound.over();
            streams.cut();
            wire.finish();
            connections.leave(this);
        }
    }

    private void read() throws IOException {
        try {
            frames.preface();
        } catch (SocketTimeoutException slow) {
            throw Http2Error.connection(Http2Error.ENHANCE_YOUR_CALM, "no preface in time");
        }
        frames.next();
        if (frames.type != Http2Writer.SETTINGS || (frames.flags & Http2Writer.ACK) != 0) {
            throw Http2Error.connection(Http2Error.PROTOCOL, "no settings after the preface");
        }
        while (true) {
            try {
                take();
            } catch (Http2Error wrong) {
                if (wrong.stream() == 0) {
                    throw wrong;
                }
                LOG.debug("a client broke the protocol: {}", wrong.getMessage());
                spend(resets);
                reset(wrong.stream(), wrong.code());
            }
            if (inbound.isEmpty() && streams.isQuiet()) {
                inbound.shrink();
            }
            frames.next();
        }
    }

    /// One frame. Source: RFC 9113 section 6.
    private void take() throws IOException {
        switch (frames.type) {
            case Http2Writer.DATA -> data();
            case Http2Writer.HEADERS -> headers();
            case 2 -> {
                onStream("PRIORITY");
                sized(frames.length == 5, frames.stream);
                spend(idleFrames);
            }
            case Http2Writer.RST_STREAM -> resetByClient();
            case Http2Writer.SETTINGS -> {
                onConnection("SETTINGS");
                if (settings.take(frames)) {
                    spend(idleFrames);
                }
            }
            case 5 -> throw protocol("a client pushes nothing");
            case Http2Writer.PING -> ping();
            case Http2Writer.GOAWAY -> {
                onConnection("GOAWAY");
                end.call();
            }
            case Http2Writer.WINDOW_UPDATE -> granted();
            case Http2Writer.CONTINUATION -> throw protocol("fields that nothing began");
            default -> spend(idleFrames);
        }
    }

    private void data() throws IOException {
        onStream("DATA");
        int counted = frames.length;
        receiveWindow -= counted;
        synchronized (this) {
            if (receiveWindow + toReturn < 0) {
                throw Http2Error.connection(Http2Error.FLOW_CONTROL, "more than the window");
            }
        }
        frames.unpad();
        boolean last = (frames.flags & Http2Writer.END_STREAM) != 0;
        if (counted == 0 && !last) {
            spend(idleFrames);
        }
        Http2Stream stream = streams.open(frames.stream);
        if (stream == null) {
            notIdle("DATA");
            returned(counted);
            if (!streams.isForgiven(frames.stream) && !end.isUnseen(frames.stream)) {
                throw Http2Error.stream(frames.stream, Http2Error.STREAM_CLOSED, "late DATA");
            }
        } else if (stream.remoteEnded()) {
            returned(counted);
            throw Http2Error.stream(frames.stream, Http2Error.STREAM_CLOSED, "DATA at the end");
        } else {
            stream.receive(frames.bytes(), frames.from, frames.length, counted, last);
        }
    }

    private void headers() throws IOException {
        onStream("HEADERS");
        int id = frames.stream;
        List<Header> fields = frames.fields();
        boolean last = (frames.flags & Http2Writer.END_STREAM) != 0;
        Http2Stream known = streams.open(id);
        if (known != null) {
            if (known.remoteEnded()) {
                throw Http2Error.stream(id, Http2Error.STREAM_CLOSED, "HEADERS at the end");
            }
            Http2Fields.checkTrailers(id, fields);
            if (!last) {
                throw Http2Error.stream(id, Http2Error.PROTOCOL, "trailers that go on");
            }
            known.receive(frames.bytes(), 0, 0, 0, true);
            return;
        }
        if ((id & 1) == 0) {
            throw protocol("a client's stream of an even number");
        }
        if (id <= end.last()) {
            if (!streams.isForgiven(id)) {
                throw Http2Error.connection(Http2Error.STREAM_CLOSED, "a stream begun again");
            }
            return;
        }
        if (!end.begin(id)) {
            return;
        }
        if (streams.full()) {
            throw Http2Error.stream(id, Http2Error.REFUSED_STREAM, "too many streams");
        }
        begin(id, fields, last);
    }

    private void begin(int id, List<Header> fields, boolean last) throws Http2Error {
        Head head = Http2Fields.head(id, fields);
        if (last && head.contentLength() > 0) {
            throw Http2Error.stream(id, Http2Error.PROTOCOL, "no body where one was announced");
        }
        requestedNanos = System.nanoTime();
        var stream = new Http2Stream(id, this, head,
                Http2Fields.refused(head, fields, limits()), last);
        streams.add(stream);
        Thread.ofVirtual().name("http2-stream").start(stream::run);
        if (connections.endIsAnnounced()) {
            end.call();
        }
    }

    private void resetByClient() throws IOException {
        onStream("RST_STREAM");
        sized(frames.length == 4, 0);
        notIdle("RST_STREAM");
        spend(resets);
        Http2Stream stream = streams.forget(frames.stream);
        if (stream != null) {
            stream.cut();
        }
    }

    private void ping() throws IOException {
        onConnection("PING");
        sized(frames.length == 8, 0);
        byte[] payload = new byte[8];
        System.arraycopy(frames.bytes(), frames.from, payload, 0, 8);
        if ((frames.flags & Http2Writer.ACK) == 0) {
            spend(idleFrames);
            writer.control(Http2Writer.PING, Http2Writer.ACK, 0, payload);
        } else {
            end.returned(payload);
        }
    }

    private void granted() throws IOException {
        sized(frames.length == 4, 0);
        int more = frames.number(frames.from) & 0x7fff_ffff;
        int id = frames.stream;
        if (id == 0) {
            if (more == 0) {
                throw protocol("a window that grows by nothing");
            }
            if (!writer.grant(null, more)) {
                throw Http2Error.connection(Http2Error.FLOW_CONTROL, "a window too large");
            }
            return;
        }
        notIdle("WINDOW_UPDATE");
        if (more == 0) {
            throw Http2Error.stream(id, Http2Error.PROTOCOL, "a window that grows by nothing");
        }
        Http2Stream stream = streams.open(id);
        if (stream != null && !writer.grant(stream.outlet(), more)) {
            throw Http2Error.stream(id, Http2Error.FLOW_CONTROL, "a window too large");
        }
    }

    // --- streams

    /// Its last frame is about to be sent: the client may begin another one once it is there.
    void answered(Http2Stream stream) {
        if (!stream.remoteEnded()) {
            streams.forgive(stream.id());
        }
        streams.forget(stream.id());
    }

    /// Its handler has ended.
    void done(Http2Stream stream) {
        if (!stream.remoteEnded() && !stream.gone() && streams.isForgiven(stream.id())) {
            // Section 8.1: the rest of the body is not wanted, and nothing went wrong. One that is
            // gone was reset already, or is about to be.
            control(Http2Writer.RST_STREAM, stream.id(), Http2Error.NONE);
        }
        streams.handled();
        requestedNanos = System.nanoTime();
        end.overIfDone();
    }

    /// Ends a stream whose answer cannot go on.
    void reset(Http2Stream stream, int code) {
        if (streams.open(stream.id()) != null) {
            writer.shut(stream.outlet());
            reset(stream.id(), code);
        }
    }

    private void reset(int id, int code) {
        Http2Stream stream = streams.forget(id);
        streams.forgive(id);
        if (stream != null) {
            stream.cut();
        }
        control(Http2Writer.RST_STREAM, id, code);
    }

    /// The handler has taken, or nobody will take, what came.
    void returned(int n) {
        int more = 0;
        synchronized (this) {
            toReturn += n;
            if (toReturn >= WINDOW_BYTES / 2) {
                more = toReturn;
                toReturn = 0;
                receiveWindow += more;
            }
        }
        if (more > 0) {
            control(Http2Writer.WINDOW_UPDATE, 0, more);
        }
    }

    /// A frame with a number; that the client has gone is for the reader to see.
    void control(int type, int stream, int value) {
        try {
            writer.number(type, stream, value);
        } catch (IOException gone) {
            LOG.trace("connection ended", gone);
        }
    }

    // --- checks

    private void onStream(String frame) throws Http2Error {
        if (frames.stream == 0) {
            throw protocol(frame + " of no stream");
        }
    }

    private void onConnection(String frame) throws Http2Error {
        if (frames.stream != 0) {
            throw protocol(frame + " of a stream");
        }
    }

    private void notIdle(String frame) throws Http2Error {
        if (frames.stream > end.last() && streams.open(frames.stream) == null
                && !end.isUnseen(frames.stream)) {
            throw protocol(frame + " of a stream that has not begun");
        }
    }

    private static void sized(boolean fits, int stream) throws Http2Error {
        if (!fits) {
            throw stream == 0
                    ? Http2Error.connection(Http2Error.FRAME_SIZE, "a frame of another size")
                    : Http2Error.stream(stream, Http2Error.FRAME_SIZE, "a frame of another size");
        }
    }

    private static void spend(Allowance allowance) throws Http2Error {
        if (!allowance.take()) {
            throw Http2Error.connection(Http2Error.ENHANCE_YOUR_CALM, "too much for nothing");
        }
    }

    private static Http2Error protocol(String what) {
        return Http2Error.connection(Http2Error.PROTOCOL, what);
    }

    // --- the end

    private void tellWrong(Http2Error wrong) {
        try {
            writer.goAway(end.last(), wrong.code());
            wire.endOutput();
            byte[] rest = new byte[8 << 10];
            var patience = new Patience(Duration.ofNanos(LINGER_NANOS));
            for (int read = 0; read < WINDOW_BYTES; ) {
                int n = inbound.take(rest, 0, rest.length, patience.leftMillis());
                if (n < 0) {
                    return;
                }
                read += n;
            }
        } catch (IOException gone) {
            LOG.trace("connection ended", gone);
        }
    }

    @Override
    public void announceEnd() {
        end.call();
    }

    @Override
    public void end() {
        end.call();
        streams.all().forEach(Http2Stream::end);
    }

    @Override
    public void cut() {
        inbound.over();
        wire.close();
    }

    @Override
    public void cutIfStalled() {
        long idle = limits().idleTimeMax().toNanos();
        boolean unused = streams.isQuiet() && System.nanoTime() - requestedNanos > idle;
        if (wire.waitedNanos() > idle || unused && end.isCalled()) {
            cut();
        } else if (unused) {
            requestedNanos = System.nanoTime();
            end.call();
        }
    }
}
