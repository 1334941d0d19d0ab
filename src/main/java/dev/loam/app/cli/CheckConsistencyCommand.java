package dev.loam.app.cli;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `loam check-consistency`: tries whether kept answers are ever older than they may be.
@Command(name = "check-consistency", description = {
    "Tries whether kept answers are ever older than they may be.",
    "",
    "On a PostgreSQL of its own in a temporary folder, readers and writers work against the "
            + "cache, others past it, while the change feed is delayed and cut. Each answer is "
            + "held against the history of what was acknowledged."},
        footer = {"", "Exit code 1 when one was too old. Ctrl-C ends it early."})
final class CheckConsistencyCommand implements Callable<Integer> {
    private static final Duration TIME = Duration.ofMinutes(1);

    private final Actions actions;
    private final Console console;

    @ArgGroup
    private final Length length = new Length();

    @Option(names = "--seed", paramLabel = "N",
            description = "What chance begins with (another each time).")
    private Long seed;

    /// One of the two.
    private static final class Length {
        @Option(names = "--seconds", paramLabel = "N", description = "How long (60).")
        private Long seconds;

        @Option(names = "--hours", paramLabel = "N", description = "How long, in hours.")
        private Long hours;

        Duration time() {
            return seconds != null ? Duration.ofSeconds(seconds)
                    : hours != null ? Duration.ofHours(hours) : TIME;
        }
    }

    CheckConsistencyCommand(Actions actions, Console console) {
        this.actions = actions;
        this.console = console;
    }

    @Override
    public Integer call() {
        Duration time = length.time();
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofDays(30)) > 0) {
            throw CommandFailed.usage("--seconds, --hours: from a second to 30 days");
        }
        long chosen = seed != null ? seed : new SecureRandom().nextInt(Integer.MAX_VALUE);
        return actions.checkConsistency(new CheckOptions(time, chosen), console);
    }
}
