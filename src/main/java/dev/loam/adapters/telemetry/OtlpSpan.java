package dev.loam.adapters.telemetry;

import dev.loam.ports.telemetry.Span;
import dev.loam.ports.telemetry.TraceContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/// A span as OpenTelemetry's exporter takes it.
final class OtlpSpan implements SpanData {
    private static final int STATE_MEMBERS_MAX = 32;

    private final Span span;
    private final Source source;
    private final SpanContext context;
    private final SpanContext parent;
    private final Attributes attributes;

    /// Who tells of spans: the process, and the part of it that made them.
    record Source(Resource resource, InstrumentationScopeInfo scope) {
    }

    OtlpSpan(Span span, Source source) {
        this.span = span;
        this.source = source;
        TraceContext trace = span.trace();
        TraceState state = state(trace.state());
        this.context = SpanContext.create(trace.traceId(), SpanId.fromLong(span.id()),
                TraceFlags.getSampled(), state);
        this.parent = span.parent() == 0 ? SpanContext.getInvalid()
                : parent(trace, SpanId.fromLong(span.parent()), state, span.entry());
        this.attributes = attributes(span);
    }

    private static SpanContext parent(
            TraceContext trace, String id, TraceState state, boolean remote) {
        return remote
                ? SpanContext.createFromRemoteParent(
                        trace.traceId(), id, TraceFlags.getSampled(), state)
                : SpanContext.create(trace.traceId(), id, TraceFlags.getSampled(), state);
    }

    /// What other systems pass along, without the members that are not sound.
    private static TraceState state(String field) {
        if (field == null) {
            return TraceState.getDefault();
        }
        String[] members = field.split(",", STATE_MEMBERS_MAX + 1);
        TraceStateBuilder state = TraceState.builder();
        // Each one goes before those that are there already.
        for (int i = Math.min(members.length, STATE_MEMBERS_MAX) - 1; i >= 0; i--) {
            String member = members[i].strip();
            int equals = member.indexOf('=');
            if (equals > 0) {
                state.put(member.substring(0, equals), member.substring(equals + 1));
            }
        }
        return state.build();
    }

    private static Attributes attributes(Span span) {
        AttributesBuilder attributes = Attributes.builder();
        span.attributes().forEach((name, value) -> {
            switch (value) {
                case Long number -> attributes.put(name, number);
                case Boolean truth -> attributes.put(name, truth);
                default -> attributes.put(name, value.toString());
            }
        });
        return attributes.build();
    }

    @Override
    public String getName() {
        return span.name();
    }

    @Override
    public SpanKind getKind() {
        return switch (span.kind()) {
            case SERVER -> SpanKind.SERVER;
            case CLIENT -> SpanKind.CLIENT;
            case INTERNAL -> SpanKind.INTERNAL;
        };
    }

    @Override
    public SpanContext getSpanContext() {
        return context;
    }

    @Override
    public SpanContext getParentSpanContext() {
        return parent;
    }

    @Override
    public StatusData getStatus() {
        return span.failure() == null ? StatusData.unset()
                : StatusData.create(StatusData.error().getStatusCode(), span.failure());
    }

    @Override
    public long getStartEpochNanos() {
        return span.beginNanos();
    }

    @Override
    public long getEndEpochNanos() {
        return span.endNanos();
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public List<LinkData> getLinks() {
        return List.of();
    }

    @Override
    public int getTotalRecordedLinks() {
        return 0;
    }

    @Override
    public Resource getResource() {
        return source.resource();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return source.scope();
    }

    @Override
    @Deprecated
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
                source.scope().getName(), source.scope().getVersion());
    }
}
