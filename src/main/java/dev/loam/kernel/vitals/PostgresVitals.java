package dev.loam.kernel.vitals;

import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.kernel.module.Worker;
import dev.loam.kernel.vitals.Question.Figure;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks PostgreSQL how it fares, in rounds, however often somebody looks at the figures.
///
/// Statements follow each other on one connection and have [#ROUND_TIME_MAX] together. What costs
/// more is asked in every fourth round. Where the server cannot be asked, its figures are gone but
/// for the one that says so; where a statement is refused, its own are, and that is logged once.
public final class PostgresVitals implements Worker {
    static final Duration ROUND_TIME_MAX = Duration.ofSeconds(5);
    private static final int SLOW_EVERY = 4;
    /// So that the first round is not in the way of the first answers.
    private static final Duration AT_FIRST = Duration.ofMillis(500);
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;
    private static final Logger LOG = LoggerFactory.getLogger(PostgresVitals.class);
    private static final Sql MAY_SEE_ALL = Sql.of(
            "select pg_has_role(current_user, 'pg_read_all_stats', 'usage')::int, current_user");
    private static final Session READING =
            new Session(null, List.of(), Access.READ_ONLY, null, List.of());

    private final Database database;
    private final Duration between;
    private final Clock clock;
    private final Pause pause;
    private final Set<Question> refused = EnumSet.noneOf(Question.class);
    private final Map<Question, Map<String, List<Reading>>> known =
            new EnumMap<>(Question.class);
    private boolean warned;
    private int rounds;
    private volatile Round last = new Round(Map.of(), null, 0);

    /// What was found and when; null where it was not.
    private record Round(Map<String, List<Reading>> readings, Instant at, long nanos) {
    }

    /// @param database a way to it that needs one connection, and that nobody else waits for
    /// @param between how long after a round the next one begins
    public PostgresVitals(Database database, Duration between, Clock clock, Pause pause) {
        this.database = database;
        this.between = between;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "postgres-vitals";
    }

    @Override
    public void run() throws InterruptedException {
        pause.about(AT_FIRST);
        while (true) {
            read();
            pause.about(between);
        }
    }

    /// One round; only ever on one thread.
    void read() {
        long begun = clock.nanos();
        Run run = Run.until(Deadline.after(ROUND_TIME_MAX, begun));
        boolean reached = database.run(MAY_SEE_ALL, READING, run) instanceof Rows rows
                && asked(run, seesAll(rows));
        Map<String, List<Reading>> found = new HashMap<>();
        if (reached) {
            known.values().forEach(found::putAll);
            rounds++;
        } else {
            known.clear();
            rounds = 0;
        }
        last = new Round(found, reached ? clock.now() : null, clock.nanos() - begun);
    }

    private boolean seesAll(Rows rows) {
        boolean all = rows.number(0, 0, 0) == 1;
        if (!all && !warned) {
            warned = true;
            LOG.warn("PostgreSQL shows {} only its own sessions, so figures of connections by "
                    + "state, transactions and standbys are left out; to have them: grant "
                    + "pg_monitor to {};", rows.text(0, 1), rows.text(0, 1));
        }
        return all;
    }

    /// Whether the server could be asked to the end.
    private boolean asked(Run run, boolean all) {
        for (Question question : Question.values()) {
            if (question.monitoring() && !all) {
                known.remove(question);
            } else if (!question.slow() || rounds % SLOW_EVERY == 0) {
                switch (database.run(question.sql(), READING, run)) {
                    case Rows rows -> {
                        known.put(question, question.readings(rows));
                        refused.remove(question);
                    }
                    case Outcome.SqlError error -> refused(question, error);
                    case Outcome.Unavailable _ -> {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private void refused(Question question, Outcome.SqlError error) {
        known.remove(question);
        if (refused.add(question)) {
            LOG.warn("PostgreSQL does not tell its figures of {}: {}", question, error.said());
        }
    }

    /// Which there are does not change while the process runs.
    public List<Meter> meters() {
        List<Meter> meters = new ArrayList<>();
        meters.add(Meter.gauge(Question.PREFIX + "up",
                "Whether PostgreSQL could be asked in the last round.",
                () -> last.at() == null ? 0 : 1));
        meters.add(Meter.gauge(Question.PREFIX + "round_timestamp_seconds",
                "When PostgreSQL was asked, if it answered.",
                () -> last.at() == null ? null : last.at().toEpochMilli() / MILLIS));
        meters.add(Meter.gauge(Question.PREFIX + "round_duration_seconds",
                "How long the last round of questions to it took.", () -> last.nanos() / NANOS));
        for (Question question : Question.values()) {
            for (Figure figure : question.figures()) {
                String name = question.name(figure);
                meters.add(new Meter(name, name.endsWith("_total") ? Kind.COUNTER : Kind.GAUGE,
                        figure.help(), question.labels(),
                        () -> last.readings().getOrDefault(name, List.of())));
            }
        }
        return meters;
    }
}
