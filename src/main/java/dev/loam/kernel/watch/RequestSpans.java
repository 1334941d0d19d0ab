package dev.loam.kernel.watch;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.SpanLog;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.telemetry.SpanSink;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The span of a request: begun and ended here, and sent off with all that were noted within.
///
/// It ends with the answer; where rows are read while the answer is sent, with the last of them. A
/// stream of events ends it when it begins, for it may go on for days.
///
/// Source: OpenTelemetry semantic conventions, "HTTP server span".
public final class RequestSpans {
    private static final String EVENTS = "text/event-stream";
    /// In place of a method that is none of HTTP's.
    private static final String OTHER = "_OTHER";
    /// What the trail says of a relation that is none of the schema's.
    private static final String NO_TABLE = "other";

    private final SpanSink sink;
    private final Clock clock;
    private final long notableNanos;

    /// @param notable how long a step has to take by itself to have a span
    public RequestSpans(SpanSink sink, Clock clock, Duration notable) {
        this.sink = sink;
        this.clock = clock;
        this.notableNanos = notable.toNanos();
    }

    void begin(Trail trail, LongSupplier ids) {
        trail.records(new SpanLog(trail.trace(), clock, ids));
    }

    /// What goes out in place of the answer.
    HttpResponse answered(Exchange exchange, Route route, HttpResponse response) {
        describe(exchange, route, response);
        if (response instanceof HttpResponse.Stream stream && ends(stream)) {
            return new HttpResponse.Stream(stream.status(), stream.reason(), stream.headers(),
                    new Watched(stream.body(), exchange.trail()));
        }
        end(exchange.trail());
        return response;
    }

    private void end(Trail trail) {
        SpanLog spans = trail.spans();
        spans.request().close();
        sink.ended(spans.spans(notableNanos));
    }

    private static boolean ends(HttpResponse.Stream stream) {
        String type = stream.headers().first("Content-Type");
        return type == null || !type.startsWith(EVENTS);
    }

    private static void describe(Exchange exchange, Route route, HttpResponse response) {
        HttpRequest request = exchange.request();
        Trail trail = exchange.trail();
        SpanLog.Open span = trail.spans().request();
        String method = known(request.method());
        String template = template(route, trail.table());
        String shown = method.equals(OTHER) ? "HTTP" : method;
        span.named(template == null ? shown : shown + ' ' + template)
                .with("http.request.method", method)
                .with("http.request.method_original",
                        method.equals(OTHER) ? request.method() : null)
                .with("http.route", template)
                .with("url.scheme", request.secure() ? "https" : "http")
                .with("url.path", request.path())
                .with("network.protocol.version",
                        request.protocol().substring(request.protocol().indexOf('/') + 1))
                .with("client.address", exchange.client())
                .with("user_agent.original", request.header("User-Agent"))
                .with("http.response.status_code", (long) response.status())
                .with("loam.request.id", trail.requestId())
                .with("loam.role", trail.role());
        address(span, request.header("Host"));
        if (response.status() >= 500) {
            span.failed(Integer.toString(response.status()), "");
        }
    }

    /// A path for all requests that do the same; null where there is nobody to do it.
    private static String template(Route route, String table) {
        if (route.prefix().isEmpty() && !route.identified()) {
            return null;
        }
        if (table != null && !table.equals(NO_TABLE)) {
            return route.prefix() + '/' + table;
        }
        return route.prefix().isEmpty() ? "/" : route.prefix();
    }

    private static String known(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT" ->
                    method;
            default -> OTHER;
        };
    }

    private static void address(SpanLog.Open span, String host) {
        if (host == null || host.isEmpty()) {
            return;
        }
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']') && colon < host.length() - 1
                && host.length() - colon <= 6;
        String name = port ? host.substring(0, colon) : host;
        span.with("server.address", name.startsWith("[") && name.endsWith("]")
                ? name.substring(1, name.length() - 1) : name);
        if (port) {
            number(span, host, colon + 1);
        }
    }

    private static void number(SpanLog.Open span, String host, int from) {
        long port = 0;
        for (int i = from; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c < '0' || c > '9') {
                return;
            }
            port = port * 10 + (c - '0');
        }
        span.with("server.port", port);
    }

    /// A body during which the thread knows the trail, and whose end is that of the request.
    private final class Watched implements HttpResponse.BodyWriter {
        private final HttpResponse.BodyWriter body;
        private final Trail trail;

        Watched(HttpResponse.BodyWriter body, Trail trail) {
            this.body = body;
            this.trail = trail;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            boolean whole = false;
            try {
                ScopedValue.where(Trail.CURRENT, trail).call(() -> {
                    body.writeTo(out);
                    return null;
                });
                whole = true;
            } finally {
                if (!whole) {
                    trail.spans().request().failed("cut_off", "the answer was cut off");
                }
            }
        }

        @Override
        public void close() {
            try {
                body.close();
            } finally {
                end(trail);
            }
        }
    }
}
