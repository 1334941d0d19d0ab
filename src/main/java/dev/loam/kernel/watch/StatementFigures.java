package dev.loam.kernel.watch;

import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.telemetry.TraceContext;
import java.util.List;
import java.util.Map;

/// How long the database took over statements, the wait for a connection among it, by how they
/// ended.
public final class StatementFigures {
    private final Histogram done = Histogram.ofTimes();
    private final Histogram refused = Histogram.ofTimes();
    private final Histogram unavailable = Histogram.ofTimes();

    /// A null outcome is that of work which threw.
    void ended(Outcome outcome, long nanos, TraceContext trace, long nowMillis) {
        switch (outcome) {
            case Rows _ -> done.record(nanos, trace, nowMillis);
            case Outcome.SqlError _ -> refused.record(nanos, trace, nowMillis);
            case Outcome.Unavailable _ -> unavailable.record(nanos, trace, nowMillis);
            case null -> refused.record(nanos, trace, nowMillis);
        }
    }

    public List<Meter> meters() {
        return List.of(new Meter("loam_database_statement_duration_seconds", Kind.HISTOGRAM,
                "Time that statements and transactions took, the wait for a connection among it, "
                        + "by outcome.",
                List.of("outcome"),
                () -> List.of(of("ok", done), of("error", refused),
                        of("unavailable", unavailable))));
    }

    private static Reading of(String outcome, Histogram times) {
        return new Reading(Map.of("outcome", outcome), times.read());
    }
}
