package dev.loam.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.loam.app.config.LogFormat;
import dev.loam.app.config.LogSettings;
import dev.loam.kernel.module.Meter;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.ToLongFunction;
import org.slf4j.LoggerFactory;

/// Where everything that this process logs goes from now on: to one stream, in one format, without
/// anybody waiting. What was logged before it was opened went to stderr as lines for people.
public final class LogOutput implements AutoCloseable {
    private static final String APPENDER = "loam";
    private static final String SAYS = "dev.loam.up";

    private final LogAppender appender;
    private final LogFormat format;

    private LogOutput(LogAppender appender, LogFormat format) {
        this.appender = appender;
        this.format = format;
    }

    /// @param version that of this program, null where it is not known
    public static LogOutput open(LogSettings settings, String version, OutputStream out) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var hidden = hidden(settings);
        LineFormat format = switch (settings.format()) {
            case CONSOLE -> new ConsoleFormat(context, hidden);
            case ECS -> new EcsFormat(settings.serviceName(), version, hidden);
        };
        Logger own = context.getLogger(LogOutput.class);
        var queue = new LineQueue(out, settings.buffer().bytes(),
                dropped -> format.line(dropped(own, dropped), null));
        var appender = new LogAppender(format, queue);
        appender.setName(APPENDER);
        appender.setContext(context);
        appender.start();
        for (String name : List.of(Logger.ROOT_LOGGER_NAME, AccessLog.NAME)) {
            Logger logger = context.getLogger(name);
            logger.detachAndStopAllAppenders();
            logger.addAppender(appender);
        }
        return new LogOutput(appender, settings.format());
    }

    /// What these settings hide.
    public static Hidden hidden(LogSettings settings) {
        return new Hidden(settings.queryValues(), settings.hiddenNames());
    }

    private static ILoggingEvent dropped(Logger own, long lines) {
        return new LoggingEvent(LogOutput.class.getName(), own, Level.WARN,
                "Dropped {} lines of the log: they came faster than they are read", null,
                new Object[] {lines});
    }

    /// For what the command says to whoever started it: the same, save where all lines are JSON.
    public PrintWriter says(PrintWriter err) {
        return format == LogFormat.CONSOLE ? err
                : new PrintWriter(new LoggedLines(LoggerFactory.getLogger(SAYS)), true);
    }

    /// Figures of the log of this process, wherever it goes.
    public static List<Meter> meters() {
        return List.of(
                Meter.counter("loam_log_lines_total", "Lines of the log that were written.",
                        () -> figure(LineQueue::written)),
                Meter.counter("loam_log_lines_dropped_total", "Lines of the log that were dropped, "
                        + "as log.buffer was full.", () -> figure(LineQueue::dropped)),
                Meter.gauge("loam_log_waiting_bytes", "What waits to be written to the log.",
                        () -> figure(LineQueue::waitingBytes)));
    }

    private static long figure(ToLongFunction<LineQueue> figure) {
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        return root.getAppender(APPENDER) instanceof LogAppender appender
                ? figure.applyAsLong(appender.queue()) : 0;
    }

    /// Writes what waits.
    @Override
    public void close() {
        appender.queue().close();
    }
}
