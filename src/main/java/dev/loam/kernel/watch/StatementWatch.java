package dev.loam.kernel.watch;

import dev.loam.kernel.module.Trail;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.time.Clock;

/// What is done about each statement: its time is counted, and it is told to those who look for
/// slow ones.
///
/// @param slow null where nobody looks
public record StatementWatch(Clock clock, StatementFigures figures, SlowStatements slow) {
    /// A statement under way.
    final class Watched {
        private final Sql sql;
        private final Session session;
        private final long begun = clock.nanos();

        private Watched(Sql sql, Session session) {
            this.sql = sql;
            this.session = session;
        }

        /// Of a statement in a transaction that is counted as a whole.
        void endedWithin(Outcome outcome) {
            tell(outcome, clock.nanos() - begun, Trail.current());
        }

        /// A null outcome is that of work which threw.
        void ended(Outcome outcome) {
            long nanos = clock.nanos() - begun;
            Trail trail = Trail.current();
            TraceContext trace = trail == null ? null : trail.trace();
            figures.ended(outcome, nanos, trace, trace != null && trace.sampled()
                    ? clock.now().toEpochMilli() : 0);
            tell(outcome, nanos, trail);
        }

        private void tell(Outcome outcome, long nanos, Trail trail) {
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
