package dev.loam.kernel.module;

import dev.loam.kernel.identity.Caller;
import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a request leaves behind for those who watch it: whom it acted as, how long its phases took
/// and which statements it ran, as far as somebody wants to know.
///
/// Written and read by the request's own thread. Where nobody asks for the times no clock is read,
/// and where nobody asks for the statements none is kept.
public final class Trail {
    /// The trail of the request that this thread works for, where there is one. For what is written
    /// down about a request alone: nothing else may depend on it.
    public static final ScopedValue<Trail> CURRENT = ScopedValue.newInstance();

    /// The phases of a request, in their order.
    public enum Phase { JWT, PARSE, PLAN, TRANSACTION, RESPONSE }

    private static final int STATEMENTS_MAX = 20;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final Clock clock;
    private final Map<Phase, Long> nanos;
    private final List<String> statements;
    private final Map<String, Long> own;
    private long begun;
    private Caller caller;
    private String role;
    private String requestId;
    private String route;
    private String table;
    private TraceContext trace;
    private SpanLog spans;
    private String failure;

    private Trail(Clock clock, boolean statements) {
        this.clock = clock;
        this.nanos = clock == null ? Map.of() : new EnumMap<>(Phase.class);
        this.own = clock == null ? Map.of() : new LinkedHashMap<>(4);
        this.statements = statements ? new ArrayList<>() : List.of();
        this.begun = clock == null ? 0 : clock.nanos();
    }

    /// Keeps neither times nor statements.
    public static Trail plain() {
        return new Trail(null, false);
    }

    /// Begins now. A null clock keeps no times.
    public static Trail of(Clock clock, boolean statements) {
        return new Trail(clock, statements);
    }

    /// Notes the end of a phase, which began when the one before it ended. The times of one that is
    /// noted again add up.
    public void ends(Phase phase) {
        if (clock != null) {
            long now = clock.nanos();
            nanos.merge(phase, now - begun, Long::sum);
            begun = now;
        }
    }

    /// Notes the time that a step of a user's own took, which then is in no phase. The times of one
    /// that is noted again add up.
    public void passed(String stage, long duration) {
        if (clock != null) {
            own.merge(stage, duration, Long::sum);
            begun += duration;
        }
    }

    /// That of the request which this thread works for, null where there is none.
    public static Trail current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    public void actsAs(String newRole) {
        role = newRole;
    }

    public void actsFor(Caller newCaller) {
        caller = newCaller;
        role = newCaller.role();
    }

    /// The request's id and the name of its route.
    public void names(String newRequestId, String newRoute) {
        requestId = newRequestId;
        route = newRoute;
    }

    /// Notes the relation or function that the request is about; only such as exist.
    public void concerns(String newTable) {
        table = newTable;
    }

    /// The place of the request among traces.
    public void in(TraceContext newTrace) {
        trace = newTrace;
    }

    /// Keeps the spans of the request from now on.
    public void records(SpanLog newSpans) {
        spans = newSpans;
    }

    /// Notes the code of the failure that the answer tells of.
    public void failsWith(String code) {
        failure = code;
    }

    /// Notes a statement's text, without its values.
    public void runs(String sql) {
        if (statements instanceof ArrayList && statements.size() < STATEMENTS_MAX) {
            statements.add(sql);
        }
    }

    /// The role of the request, null where it never had one.
    public String role() {
        return role;
    }

    /// In whose name the request runs, null where nobody was identified.
    public Caller caller() {
        return caller;
    }

    /// Null before the request has one.
    public String requestId() {
        return requestId;
    }

    /// Null before it is known.
    public String route() {
        return route;
    }

    /// Null where the request is about none.
    public String table() {
        return table;
    }

    /// Null where requests have no place among traces.
    public TraceContext trace() {
        return trace;
    }

    /// Where the request's spans are noted; null where nobody keeps its trace.
    public SpanLog spans() {
        return spans;
    }

    /// The code of the failure that was answered, null for none.
    public String failure() {
        return failure;
    }

    public List<String> statements() {
        return List.copyOf(statements);
    }

    /// The phases that were noted with their milliseconds, as the field `Server-Timing` has them,
    /// then the steps of users, as `stage-NAME`; empty for none.
    ///
    /// Source: W3C Server Timing.
    public String serverTiming() {
        var field = new StringBuilder(96);
        nanos.forEach((phase, duration) ->
                append(field, phase.name().toLowerCase(Locale.ROOT), duration));
        own.forEach((stage, duration) -> append(field, "stage-" + stage, duration));
        return field.toString();
    }

    private static void append(StringBuilder field, String name, long duration) {
        field.append(field.isEmpty() ? "" : ", ").append(name).append(";dur=")
                .append(String.format(Locale.ROOT, "%.1f", duration / NANOS_PER_MILLI));
    }
}
