package dev.loam.kernel.watch;

import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Writes slow statements down, and asks PostgreSQL for their plans where that is wanted.
///
/// A plan is asked for once for each text, as far as the newest texts are remembered, by one worker
/// and with a pause in between: a database that is slow already is not burdened with questions. The
/// statement is only planned, in a transaction of the same role and settings that can only read and
/// is rolled back; what the session runs before it is left out.
public final class SlowStatements implements Worker {
    private static final Logger LOG = LoggerFactory.getLogger("dev.loam.slow.statement");
    private static final int TEXTS_MAX = 500;
    private static final int WAITING_MAX = 16;
    private static final Duration PLAN_TIME_MAX = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(200);
    /// What PostgreSQL writes values as; numbers it leaves bare.
    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");
    private static final double MILLIS = 1e6;

    private final long fromNanos;
    private final Clock clock;
    private final Pause pause;
    private final Set<String> asked;
    private final BlockingQueue<Slow> waiting;
    private final LongAdder seen = new LongAdder();
    private volatile Database plans;

    /// A statement whose plan is wanted, and the request that ran it first; null for none.
    private record Slow(Sql sql, Session session, Trail trail) {
    }

    /// @param plans whether plans are asked for
    public SlowStatements(Duration from, boolean plans, Clock clock, Pause pause) {
        this.fromNanos = from.toNanos();
        this.clock = clock;
        this.pause = pause;
        this.waiting = plans ? new ArrayBlockingQueue<>(WAITING_MAX) : null;
        this.asked = Collections.synchronizedSet(Collections.newSetFromMap(newest()));
    }

    private static Map<String, Boolean> newest() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > TEXTS_MAX;
            }
        };
    }

    /// Where plans are asked for; before, none is.
    public void askIn(Database database) {
        plans = database;
    }

    long fromNanos() {
        return fromNanos;
    }

    /// Whether there is work to do as a [Worker].
    public boolean asksForPlans() {
        return waiting != null;
    }

    /// How many were seen.
    public long seen() {
        return seen.sum();
    }

    /// @param trail that of the request, null where none was the cause
    void ended(Sql sql, Session session, long nanos, Outcome outcome, Trail trail) {
        seen.increment();
        LoggingEventBuilder line = told(sql, trail).addKeyValue("event.duration", nanos);
        if (session.role() != null) {
            line = line.addKeyValue("loam.role", session.role());
        }
        if (outcome != null && !(outcome instanceof Rows)) {
            line = line.addKeyValue("loam.outcome", outcome.said());
        }
        line.log("Slow statement: {} ms", Math.round(nanos / MILLIS));
        if (waiting != null && asked.add(sql.text())
                && !waiting.offer(new Slow(sql, session, trail))) {
            // There was no room: another time.
            asked.remove(sql.text());
        }
    }

    private static LoggingEventBuilder told(Sql sql, Trail trail) {
        LoggingEventBuilder line = LOG.atWarn().addKeyValue("event.dataset", "loam.slow")
                .addKeyValue("event.kind", "event")
                .addKeyValue("event.category", List.of("database"))
                .addKeyValue("event.type", List.of("info"))
                .addKeyValue("loam.statement", sql.text());
        if (trail != null) {
            line = line.addKeyValue("labels.route", trail.route())
                    .addKeyValue("http.request.id", trail.requestId());
            if (trail.table() != null) {
                line = line.addKeyValue("labels.table", trail.table());
            }
            if (trail.trace() != null) {
                line = line.addKeyValue("trace.id", trail.trace().traceId())
                        .addKeyValue("span.id", trail.trace().spanId());
            }
        }
        return line;
    }

    @Override
    public String name() {
        return "plans of slow statements";
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            Slow slow = waiting.take();
            if (plans != null) {
                explain(slow);
            }
            pause.about(PAUSE);
        }
    }

    private void explain(Slow slow) {
        Sql sql = slow.sql();
        Session session = slow.session();
        var reading = new Session(session.role(), session.settings(), Access.READ_ONLY,
                session.isolation(), List.of());
        Outcome outcome = plans.decide(
                new Sql("explain " + sql.text(), sql.binds(), sql.footprint()), reading,
                Run.until(Deadline.after(PLAN_TIME_MAX, clock.nanos())), Verdict.ROLLBACK);
        if (outcome instanceof Rows rows) {
            var plan = new StringBuilder();
            for (int row = 0; row < rows.size(); row++) {
                plan.append(row == 0 ? "" : "\n").append(rows.text(row, 0));
            }
            told(sql, slow.trail())
                    .addKeyValue("loam.plan", LITERAL.matcher(plan).replaceAll("'***'"))
                    .log("Plan of a slow statement");
        } else {
            LOG.debug("No plan of a slow statement: {}", outcome.said());
        }
    }
}
