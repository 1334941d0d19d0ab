package dev.loam.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.loam.kernel.module.Trail;

/// How an event of the log looks as a line.
@FunctionalInterface
interface LineFormat {
    /// @param trail that of the request which this thread works for, null for none
    /// @return the line without its end, or several where it is for people
    String line(ILoggingEvent event, Trail trail);
}
