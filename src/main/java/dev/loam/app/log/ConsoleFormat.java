package dev.loam.app.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.loam.kernel.module.Trail;

/// Events as lines for people. Those of requests are whole, with a time of their own.
final class ConsoleFormat implements LineFormat {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} "
            + "%replace(%msg %kvp){' $', ''}%n%ex";

    private final PatternLayout layout = new PatternLayout();
    private final Hidden hidden;

    ConsoleFormat(LoggerContext context, Hidden hidden) {
        this.hidden = hidden;
        layout.setContext(context);
        layout.setPattern(PATTERN);
        layout.start();
    }

    @Override
    public String line(ILoggingEvent event, Trail trail) {
        Object[] arguments = event.getArgumentArray();
        return arguments != null && arguments.length == 1
                && arguments[0] instanceof AccessEntry entry ? entry.toString()
                : hidden.text(layout.doLayout(event).stripTrailing());
    }
}
