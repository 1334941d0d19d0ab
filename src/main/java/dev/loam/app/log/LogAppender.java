package dev.loam.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.loam.kernel.module.Trail;

/// Makes lines of events, on the thread that tells them, and hands them to the queue. Warnings,
/// errors and the audit are vital.
final class LogAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final String AUDIT = "dev.loam.audit";

    private final LineFormat format;
    private final LineQueue queue;

    LogAppender(LineFormat format, LineQueue queue) {
        this.format = format;
        this.queue = queue;
    }

    LineQueue queue() {
        return queue;
    }

    @Override
    protected void append(ILoggingEvent event) {
        queue.offer(format.line(event, Trail.current()),
                event.getLevel().isGreaterOrEqual(Level.WARN)
                        || event.getLoggerName().equals(AUDIT));
    }
}
