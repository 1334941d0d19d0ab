package dev.loam.kernel.watch;

import dev.loam.kernel.module.Trail;
import dev.loam.ports.web.HttpRequest;

/// Gives requests their place among traces.
public record Traces(TraceIds ids) {
    public static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    /// Notes the place of a request on its trail.
    public void begin(Trail trail, HttpRequest request) {
        trail.in(ids.of(request.header(PARENT), request.header(STATE)));
    }

    /// Whether the answer names the trace: to whoever has one.
    public boolean told(HttpRequest request) {
        return request.header(PARENT) != null;
    }
}
