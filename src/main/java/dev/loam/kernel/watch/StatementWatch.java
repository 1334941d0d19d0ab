package dev.loam.kernel.watch;

import dev.loam.kernel.module.SpanLog;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.time.Clock;

/// What is done about each statement: its time is counted, it has a span where its request's trace
/// is kept, and it is told to those who look for slow ones.
///
/// @param slow null where nobody looks
/// @param spans null where there are none
public record StatementWatch(
        Clock clock, StatementFigures figures, SlowStatements slow, StatementSpans spans) {
    /// A statement under way.
    final class Watched {
        private final Sql sql;
        private final Session session;
        private final Trail trail = Trail.current();
        private final SpanLog.Open span;
        private final long begun = clock.nanos();

        private Watched(Sql sql, Session session) {
            this.sql = sql;
            this.session = session;
            this.span = spans == null ? null : spans.begin(trail, sql, session);
        }

        /// The statement as it goes to the server.
        Sql sql() {
            return span == null ? sql : spans.sent(sql, span, trail);
        }

        /// Its run, whose waiting is seen too.
        Run run(Run run) {
            return StatementSpans.timed(run, span, trail);
        }

        /// Of a statement in a transaction that is counted as a whole.
        void endedWithin(Outcome outcome) {
            tell(outcome, clock.nanos() - begun);
        }

        /// A null outcome is that of work which threw.
        void ended(Outcome outcome) {
            long nanos = clock.nanos() - begun;
            TraceContext trace = trail == null ? null : trail.trace();
            figures.ended(outcome, nanos, trace, trace != null && trace.sampled()
                    ? clock.now().toEpochMilli() : 0);
            tell(outcome, nanos);
        }

        private void tell(Outcome outcome, long nanos) {
            if (span != null) {
                StatementSpans.end(span, outcome);
            }
            if (slow != null && sql != null && nanos >= slow.fromNanos()) {
                slow.ended(sql, session, nanos, outcome, trail);
            }
        }
    }

    /// A null `sql` is a transaction of several statements.
    Watched begin(Sql sql, Session session) {
        return new Watched(sql, session);
    }
}
