package dev.loam.ports.telemetry;

import java.util.HexFormat;

/// The place of a request among the traces of all systems that had to do with it.
///
/// `high` and `low` are the id of the trace, `span` that of what is done here; none is zero as a
/// whole. `parent` is the span that caused it, 0 for none. `sampled` says that somebody keeps the
/// trace. `state` is what other systems pass along (`tracestate`), null for nothing.
///
/// Source: W3C Trace Context.
public record TraceContext(
        long high, long low, long span, long parent, boolean sampled, String state) {
    private static final HexFormat HEX = HexFormat.of();

    /// Thirty-two hexadecimal digits.
    public String traceId() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /// Sixteen hexadecimal digits.
    public String spanId() {
        return HEX.toHexDigits(span);
    }

    /// The field `traceparent` that tells others.
    public String traceparent() {
        return traceparent(span);
    }

    /// The same for what another span of this trace causes.
    public String traceparent(long causing) {
        return "00-" + traceId() + '-' + HEX.toHexDigits(causing) + (sampled ? "-01" : "-00");
    }
}
