package dev.loam.kernel.watch;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;

/// Gives requests their place among traces, and keeps the spans of those whose trace is sampled.
///
/// @param spans null where none are kept
public record Traces(TraceIds ids, RequestSpans spans) {
    public static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    /// Notes the place of a request on its trail.
    public void begin(Trail trail, HttpRequest request) {
        TraceContext trace = ids.of(request.header(PARENT), request.header(STATE));
        trail.in(trace);
        if (spans != null && trace.sampled()) {
            spans.begin(trail, ids::next);
        }
    }

    /// What goes out in place of an answer.
    public HttpResponse answered(Exchange exchange, Route route, HttpResponse response) {
        return exchange.trail().spans() == null ? response
                : spans.answered(exchange, route, response);
    }

    /// Whether there are spans of steps, for some requests.
    public boolean kept() {
        return spans != null;
    }

    /// Whether the answer names the trace: to whoever has one.
    public boolean told(HttpRequest request) {
        return request.header(PARENT) != null;
    }
}
