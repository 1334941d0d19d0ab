package dev.loam.modules.realtime.access;

import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.rate.Rate;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Questions about private channels, asked of the database a few at a time, so that a crowd that
/// comes back at once leaves connections to others.
public final class Questions {
    static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final int AT_ONCE_MAX = 4;
    private static final int COMPLAINTS_MAX = 20;
    private static final int CHARS_MAX = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

    private final Semaphore free = new Semaphore(AT_ONCE_MAX);
    private final Clock clock;
    private final Rate complaints;

    public Questions(Clock clock) {
        this.clock = clock;
        this.complaints = new Rate(COMPLAINTS_MAX, Duration.ofMinutes(1), clock);
    }

    /// Asks, within a bound. Fails: a [Refusal] where there is no answer.
    public Rows asked(Function<Run, Outcome> question) {
        var deadline = Deadline.after(TIME_MAX, clock.nanos());
        enter();
        try {
            return rows(question.apply(Run.until(deadline)));
        } finally {
            free.release();
        }
    }

    private void enter() {
        try {
            if (!free.tryAcquire(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unavailable("too many ask at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("it was given up");
        }
    }

    static Refusal unavailable(String why) {
        return new Refusal(new AccessFailure.Unavailable(why));
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), CHARS_MAX));
    }

    private Rows rows(Outcome outcome) {
        return switch (outcome) {
            case Rows rows -> rows;
            case Outcome.SqlError error -> throw failed(error);
            case Outcome.Unavailable(Outcome.Why why, String message) -> {
                LOG.debug("realtime.messages: {}", message);
                throw unavailable(switch (why) {
                    case DEADLINE -> "it does not answer in time";
                    case POOL -> "too many ask at once";
                    case CONNECTION, BROKEN -> "it cannot be reached";
                    case ABANDONED -> "it was given up";
                });
            }
        };
    }

    /// Clients can cause it, so that not every one is written.
    private Refusal failed(Outcome.SqlError error) {
        if (complaints.allows(1)) {
            LOG.warn("realtime.messages: {} (SQLSTATE {}){}", start(error.message()),
                    error.sqlState(), error.where() == null ? "" : "; " + start(error.where()));
        }
        return new Refusal(new AccessFailure.Unanswered(error.sqlState()));
    }
}
