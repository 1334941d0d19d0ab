package dev.loam.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.loam.app.config.LogLevel;
import dev.loam.kernel.module.LogLevels;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/// How much Loam says of itself, starts, recoveries and defects always, everything at `DEBUG`; and
/// how many of its requests it logs. Both come from the settings, and other levels for a while.
///
/// Only what is Loam's own can be changed: libraries write down what they are given, secrets among
/// it.
public final class Levels implements LogLevels, Worker, AutoCloseable {
    private static final String OURS = "dev.loam";
    private static final Pattern NAME = Pattern.compile("dev\\.loam(\\.\\w{1,60}){0,12}");
    private static final List<String> LEVELS =
            List.of("trace", "debug", "info", "warn", "error", "off");
    private static final int CHANGES_MAX = 50;
    private static final Duration TIME_MAX = Duration.ofDays(1);
    private static final Level CONFIGURED = logger(OURS).getLevel();
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Levels.class);

    private final Clock clock;
    private final Map<String, Change> changes = new TreeMap<>();
    private LogLevel given = LogLevel.WARN;
    private volatile LogLevel access = LogLevel.WARN;

    /// Another level, until the clock shows these nanoseconds.
    private record Change(String level, long endNanos) {
    }

    public Levels(Clock clock) {
        this.clock = clock;
    }

    /// What the settings say from now on; what was changed for a while stays so.
    public synchronized void configure(LogLevel level) {
        given = level;
        apply(OURS);
        apply(AccessLog.NAME);
    }

    /// Which requests are logged at the moment.
    public LogLevel access() {
        return access;
    }

    @Override
    public synchronized List<Held> held() {
        List<Held> held = new ArrayList<>();
        held.add(new Held(AccessLog.NAME, name(given), null));
        held.add(new Held(OURS, given == LogLevel.DEBUG ? "debug" : "info", null));
        long now = clock.nanos();
        changes.forEach((logger, change) -> held.add(new Held(logger, change.level(),
                clock.now().plusNanos(change.endNanos() - now))));
        return held;
    }

    @Override
    public synchronized void change(String logger, String level, Duration time) {
        if (logger == null || !logger.equals(AccessLog.NAME) && !NAME.matcher(logger).matches()) {
            throw new IllegalArgumentException(
                    "logger: wanted access, dev.loam or a name that begins with dev.loam.");
        }
        if (level == null) {
            changes.remove(logger);
        } else {
            put(logger, level, time);
        }
        apply(logger);
        LOG.info("The level of {} is {}{}", logger, level == null ? "as configured" : level,
                level == null ? "" : " for " + time.toSeconds() + " s");
        notifyAll();
    }

    private void put(String logger, String level, Duration time) {
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException(
                    "level: wanted one of " + String.join(", ", LEVELS) + ", or null");
        }
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(TIME_MAX) > 0) {
            throw new IllegalArgumentException("for: wanted from 1s to 1d");
        }
        if (changes.size() >= CHANGES_MAX && !changes.containsKey(logger)) {
            throw new IllegalArgumentException(
                    "logger: the levels of " + CHANGES_MAX + " are changed already");
        }
        changes.put(logger, new Change(level, clock.nanos() + time.toNanos()));
    }

    private void apply(String logger) {
        Change change = changes.get(logger);
        if (logger.equals(AccessLog.NAME)) {
            access = change == null ? given : requests(change.level());
        } else if (change != null) {
            logger(logger).setLevel(Level.toLevel(change.level()));
        } else if (logger.equals(OURS)) {
            logger(OURS).setLevel(given == LogLevel.DEBUG ? Level.DEBUG : CONFIGURED);
        } else {
            logger(logger).setLevel(null);
        }
    }

    private static LogLevel requests(String level) {
        return switch (level) {
            case "off" -> LogLevel.CRIT;
            case "error" -> LogLevel.ERROR;
            case "warn" -> LogLevel.WARN;
            default -> LogLevel.INFO;
        };
    }

    private static String name(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @Override
    public String name() {
        return "levels of the log";
    }

    @Override
    public synchronized void run() throws InterruptedException {
        while (true) {
            long nanos = endOthers();
            if (nanos == Long.MAX_VALUE) {
                wait();
            } else {
                // A millisecond more, so that it is over then.
                wait(Duration.ofNanos(nanos).toMillis() + 1);
            }
        }
    }

    /// Takes back what is over; answers how long the next one has.
    long endOthers() {
        long now = clock.nanos();
        long next = Long.MAX_VALUE;
        Iterator<Map.Entry<String, Change>> all = changes.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Change> one = all.next();
            long left = one.getValue().endNanos() - now;
            if (left > 0) {
                next = Math.min(next, left);
            } else {
                all.remove();
                apply(one.getKey());
                LOG.info("The level of {} is as configured", one.getKey());
            }
        }
        return next;
    }

    /// Takes back every change.
    @Override
    public synchronized void close() {
        List<String> names = List.copyOf(changes.keySet());
        changes.clear();
        names.forEach(this::apply);
    }
}
