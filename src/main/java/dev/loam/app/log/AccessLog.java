package dev.loam.app.log;

import dev.loam.app.config.LogLevel;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs each answer, or those the level wants: `error` answers of 500 and above, `warn` of 400 and
/// above, `info` all, `crit` none.
public final class AccessLog implements AccessJournal {
    static final String NAME = "access";
    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    private final Supplier<LogLevel> level;
    private final Clock clock;
    private final ZoneId zone;
    private final Hidden hidden;
    private final boolean ids;
    private final Consumer<AccessEntry> entries;

    /// @param level how much is logged at the moment
    /// @param ids whether a line for people tells of times and ids too, which PostgREST's do not
    public AccessLog(Supplier<LogLevel> level, Clock clock, Hidden hidden, boolean ids) {
        // The line is made where it is written, in that one's format.
        this(level, clock, ZoneId.systemDefault(), hidden, ids, entry -> LOG.info("{}", entry));
    }

    AccessLog(Supplier<LogLevel> level, Clock clock, ZoneId zone, Hidden hidden, boolean ids,
            Consumer<AccessEntry> entries) {
        this.level = level;
        this.clock = clock;
        this.zone = zone;
        this.hidden = hidden;
        this.ids = ids;
        this.entries = entries;
    }

    @Override
    public void answered(Exchange exchange, String route, HttpResponse response, long nanos) {
        if (response.status() >= statusMin()) {
            entries.accept(new AccessEntry(exchange, route, response, nanos,
                    new AccessEntry.From(clock.now(), zone, hidden, ids)));
        }
    }

    private int statusMin() {
        return switch (level.get()) {
            case CRIT -> Integer.MAX_VALUE;
            case ERROR -> 500;
            case WARN -> 400;
            case INFO, DEBUG -> 0;
        };
    }
}
