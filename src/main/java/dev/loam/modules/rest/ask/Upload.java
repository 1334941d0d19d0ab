package dev.loam.modules.rest.ask;

import dev.loam.kernel.query.Asked;
import dev.loam.kernel.validation.BodyCheck;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/// The body of an insert that is read as it arrives: its first rows with the request, the others
/// when they are asked for, in parts of bounded size.
///
/// As long as only the first part was read, the body can still be had as a whole.
public final class Upload implements Body {
    private final Window window;
    private final long length;
    private Parts parts;
    private BodyCheck check;
    private Asked.Payload.Json first;

    private Upload(Window window, long length) {
        this.window = window;
        this.length = length;
    }

    /// The request, its body an upload where it has rows of a kind that can be cut and is larger
    /// than what is taken whole. `patience` is how long the client is waited for in all.
    public static HttpRequest in(HttpRequest request, UploadBounds bounds, Duration patience) {
        Body body = request.body();
        if (body.length() >= 0 && body.length() <= bounds.wholeBytesMax() || !cuttable(request)) {
            return request;
        }
        InputStream stream = body.stream(patience);
        if (body.length() < 0) {
            byte[] head = head(stream, bounds.wholeBytesMax() + 1);
            if (head.length <= bounds.wholeBytesMax()) {
                return request.withBody(Body.of(head));
            }
            stream = new SequenceInputStream(new ByteArrayInputStream(head), stream);
        }
        var window = new Window(stream, bounds.heldBytesMax());
        boolean rows = !Payloads.contentType(request).equals(Payloads.JSON)
                || JsonParts.begins(window);
        return request.withBody(rows ? new Upload(window, body.length())
                : Body.of(window.rest()));
    }

    private static boolean cuttable(HttpRequest request) {
        return switch (Payloads.contentType(request)) {
            case Payloads.JSON, Payloads.LINES, Payloads.CSV -> true;
            default -> false;
        };
    }

    private static byte[] head(InputStream stream, int bytes) {
        try {
            return stream.readNBytes(bytes);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    Window window() {
        return window;
    }

    /// The first rows, cut by `cutting`, which goes on to cut the others while `looking`, which
    /// may be null, looks at them.
    Asked.Payload.Json first(Parts cutting, BodyCheck looking) {
        if (parts == null) {
            parts = cutting;
            check = looking;
            first = cutting.next();
        }
        return first;
    }

    /// The rows behind those that were given already, null where none are left.
    ///
    /// Fails: 400 PGRST102, 408 and 413.
    public Asked.Payload.Json next() {
        return parts.next();
    }

    /// Whether something is wrong with the rows that were given.
    public boolean unsound() {
        return check != null && check.violations().any();
    }

    /// Fails: 422 LOAM-VALIDATION-001 where something is wrong with any row that is left or was
    /// given, and as [#next] does.
    public void requireSound() {
        if (unsound()) {
            while (next() != null) {
                // Rows are looked at as they are read.
            }
            check.violations().requireNone();
        }
    }

    @Override
    public long length() {
        return length;
    }

    /// All of the body, before [#next] was called.
    ///
    /// Fails: 413 where that is too much.
    @Override
    public byte[] bytes() {
        return window.rest();
    }

    @Override
    public InputStream stream() {
        throw new IllegalStateException("a body in parts is no stream any more");
    }
}
