package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;

/// Gives every request an id, the client's own where it sent a sound one, and sends it back. What
/// the client sent goes back as it was, sound or not.
///
/// An id of ours is the moment of the start and a running number: unique among the processes that
/// log to one place unless two start in the same millisecond, and free of randomness. It is a name,
/// not a secret.
final class StampRequestId implements Stage {
    private static final int CLIENT_CHARS_MAX = 128;

    private final String header;
    private final String start;
    private final AtomicLong number = new AtomicLong();

    StampRequestId(String header, Clock clock) {
        this.header = header;
        this.start = Long.toString(clock.now().toEpochMilli(), Character.MAX_RADIX) + '-';
    }

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        var sent = exchange.request().header(header);
        var id = sent != null && sound(sent) ? sent
                : start + Long.toString(number.incrementAndGet(), Character.MAX_RADIX);
        var response = next.handle(exchange.withRequestId(id));
        var back = sent == null || sent.isEmpty() ? id : sent;
        return response.withHeaders(response.headers().plus(header, back));
    }

    /// Visible ASCII of bounded length: what can be written to a log and a header as it is.
    private static boolean sound(String id) {
        if (id.isEmpty() || id.length() > CLIENT_CHARS_MAX) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) <= ' ' || id.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
