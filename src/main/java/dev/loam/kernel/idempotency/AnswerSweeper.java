package dev.loam.kernel.idempotency;

import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes, every ten minutes at most, the answers that have run out: by the thousand, each
/// thousand in a transaction of its own. Those that somebody holds are left for the next time.
final class AnswerSweeper implements Worker {
    static final int ROWS_MAX = 1_000;
    private static final int BATCHES_MAX = 10_000;
    private static final Duration BETWEEN = Duration.ofMinutes(10);
    private static final Duration TIME_MAX = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(AnswerSweeper.class);

    private final Database database;
    private final Clock clock;
    private final Pause pause;

    AnswerSweeper(Database database, Clock clock, Pause pause) {
        this.database = database;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "idempotency-sweeper";
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            pause.about(BETWEEN);
            sweep();
        }
    }

    /// Sweeps once and says how many answers went.
    long sweep() {
        long gone = 0;
        for (int batch = 0; batch < BATCHES_MAX; batch++) {
            Outcome outcome = database.run(AnswerStore.drop(ROWS_MAX), Session.LOGIN,
                    Run.until(Deadline.after(TIME_MAX, clock.nanos())));
            if (!(outcome instanceof Rows rows)) {
                if (!AnswerStore.missing(outcome)) {
                    LOG.warn("Could not delete kept answers: {}", outcome.said());
                }
                return gone;
            }
            long dropped = rows.number(0, 0, 0);
            gone += dropped;
            if (dropped < ROWS_MAX) {
                return gone;
            }
        }
        return gone;
    }
}
