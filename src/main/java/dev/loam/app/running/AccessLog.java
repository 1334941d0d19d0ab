package dev.loam.app.running;

import dev.loam.app.config.LogLevel;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/// One line for each answer, in the combined format of the Apache HTTP Server, and before it one
/// for each statement that made it; as many of them as the level wants.
///
/// Parameters of addresses that open something are hidden: keys everywhere, and save in queries of
/// data, whose filters may be called anything, codes and tokens too.
///
/// `error` logs answers of 500 and above, `warn` of 400 and above, `info` all, `crit` none.
/// Source: PostgREST documentation, "Logs" and "SQL Query Logs".
record AccessLog(LogLevel level, Clock clock, ZoneId zone, Consumer<String> lines)
        implements AccessJournal {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    @Override
    public void answered(Exchange exchange, String route, HttpResponse response, long nanos) {
        if (response.status() < statusMin()) {
            return;
        }
        String time = TIME.format(clock.now().atZone(zone));
        for (String statement : exchange.trail().statements()) {
            lines.accept(time + ": " + statement);
        }
        HttpRequest request = exchange.request();
        String role = exchange.trail().role();
        var line = new StringBuilder(160).append(exchange.client()).append(" - ");
        escape(role == null ? "-" : role, line);
        line.append(" [").append(time).append("] \"").append(request.method()).append(' ');
        escape(request.path(), line);
        if (request.query() != null) {
            escape(Hidden.in("?" + request.query(), route), line);
        }
        line.append(' ').append(request.protocol()).append("\" ").append(response.status())
                .append(' ').append(size(response)).append(" \"");
        escape(Hidden.inPage(field(request, "Referer")), line);
        line.append("\" \"");
        escape(field(request, "User-Agent"), line);
        lines.accept(line.append('"').toString());
    }

    private int statusMin() {
        return switch (level) {
            case CRIT -> Integer.MAX_VALUE;
            case ERROR -> 500;
            case WARN -> 400;
            case INFO, DEBUG -> 0;
        };
    }

    private static String field(HttpRequest request, String name) {
        String value = request.header(name);
        return value == null ? "" : value;
    }

    /// A dash where the size is not known beforehand.
    private static String size(HttpResponse response) {
        return response instanceof HttpResponse.Full full && full.body() != null
                ? Integer.toString(full.body().length) : "-";
    }

    /// What a client sends can neither end a field nor begin a line of its own.
    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7F && c < 0xA0) {
                line.append(String.format("\\x%02x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
