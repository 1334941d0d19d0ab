package dev.loam.kernel.module;

import dev.loam.ports.telemetry.Span;
import dev.loam.ports.telemetry.Span.Kind;
import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// The spans of one request whose trace somebody keeps, each inside of the one that was open when
/// it began. For one thread at a time.
///
/// Their number is bounded; those that were too many are counted at the span of the request.
public final class SpanLog {
    static final int SPANS_MAX = 128;
    static final int TEXT_CHARS_MAX = 2_048;

    private static final long NANOS = 1_000_000_000;

    private final TraceContext trace;
    private final Clock clock;
    private final LongSupplier ids;
    private final long sinceEpoch;
    private final List<Open> opened = new ArrayList<>();
    private Open current;
    private int leftOut;

    /// Begins with the span of the request itself, which has the id of the context.
    ///
    /// @param ids gives the others theirs
    public SpanLog(TraceContext trace, Clock clock, LongSupplier ids) {
        this.trace = trace;
        this.clock = clock;
        this.ids = ids;
        Instant now = clock.now();
        this.sinceEpoch = now.getEpochSecond() * NANOS + now.getNano() - clock.nanos();
        this.current = new Open(trace.span(), null, "", Kind.SERVER, false);
        opened.add(current);
    }

    /// A span that has begun.
    public final class Open implements AutoCloseable {
        private final long id;
        private final Open parent;
        private final Kind kind;
        private final boolean minor;
        private final long begun = clock.nanos();
        private final Map<String, Object> attributes = new LinkedHashMap<>();
        private String name;
        private boolean ended;
        private long nanos;
        private long innerNanos;
        private String failure;

        private Open(long id, Open parent, String name, Kind kind, boolean minor) {
            this.id = id;
            this.parent = parent;
            this.name = name;
            this.kind = kind;
            this.minor = minor;
        }

        public long id() {
            return id;
        }

        public Open named(String newName) {
            name = newName;
            return this;
        }

        /// Notes a text, which is cut where it is very long, a `Long` or a truth; a null value is
        /// none.
        public Open with(String attribute, Object value) {
            if (value != null) {
                attributes.put(attribute, value instanceof String text
                        && text.length() > TEXT_CHARS_MAX
                        ? text.substring(0, TEXT_CHARS_MAX) : value);
            }
            return this;
        }

        /// Notes that it failed, by the kind of the failure and a few words, which may be empty.
        public Open failed(String kindOfFailure, String words) {
            failure = words;
            return with("error.type", kindOfFailure);
        }

        /// Ends it. What was begun within is over by then.
        @Override
        public void close() {
            if (!ended) {
                ended = true;
                nanos = clock.nanos() - begun;
                if (parent != null) {
                    parent.innerNanos += nanos;
                }
                current = parent;
            }
        }

        /// Of the minor ones those count that took long without what was inside of them.
        private boolean counts(long notableNanos) {
            return ended && (!minor || failure != null || nanos - innerNanos >= notableNanos);
        }

        private long parentId(long notableNanos) {
            Open around = parent;
            while (around != null && !around.counts(notableNanos)) {
                around = around.parent;
            }
            return parent == null ? trace.parent() : around == null ? trace.span() : around.id;
        }

        private Span span(long notableNanos) {
            return new Span(trace, id, parentId(notableNanos), name, kind, sinceEpoch + begun,
                    sinceEpoch + begun + nanos, attributes, failure);
        }
    }

    /// The span of the request itself.
    public Open request() {
        return opened.getFirst();
    }

    /// Notes something at the one that was begun last and has not ended.
    public void note(String attribute, Object value) {
        if (current != null) {
            current.with(attribute, value);
        }
    }

    /// Begins one inside of what is open; null where there are very many already.
    public Open open(String name, Kind kind) {
        return open(name, kind, false);
    }

    /// Begins one that counts only if it takes notable time by itself; null where there are very
    /// many already.
    public Open openMinor(String name) {
        return open(name, Kind.INTERNAL, true);
    }

    private Open open(String name, Kind kind, boolean minor) {
        // The request's own has ended where somebody works on after it.
        if (opened.size() >= SPANS_MAX || current == null) {
            leftOut++;
            return null;
        }
        current = new Open(ids.getAsLong(), current, name, kind, minor);
        opened.add(current);
        return current;
    }

    /// All that have ended, the minor ones only where they took `notableNanos` or more by
    /// themselves: what was inside of the others is in the span around.
    public List<Span> spans(long notableNanos) {
        if (leftOut > 0) {
            request().with("loam.spans.left_out", (long) leftOut);
        }
        List<Span> spans = new ArrayList<>(opened.size());
        for (Open one : opened) {
            if (one.counts(notableNanos)) {
                spans.add(one.span(notableNanos));
            }
        }
        return spans;
    }
}
