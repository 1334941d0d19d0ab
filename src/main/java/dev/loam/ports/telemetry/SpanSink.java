package dev.loam.ports.telemetry;

import java.util.List;

/// Takes the spans of requests that have ended.
///
/// Never blocks and never fails: what there is no room for is dropped and counted. Asked by any
/// number of threads.
@FunctionalInterface
public interface SpanSink {
    void ended(List<Span> spans);
}
