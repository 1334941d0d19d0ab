package dev.loam.app.running;

import dev.loam.app.config.LogLevel;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line an answer, in the combined format of web servers, with the database role as the user.
///
/// Which answers get a line is a matter of the level: those of 500 and above from `ERROR` on, of
/// 400 and above from `WARN` on, all from `INFO` on.
/// Source: PostgREST documentation, "log-level"; Apache HTTP Server documentation, "Combined Log
/// Format".
record AccessLog(LogLevel level, Clock clock) implements AccessJournal {
    private static final Logger LINES = LoggerFactory.getLogger("dev.loam.access");
    private static final DateTimeFormatter MOMENT = DateTimeFormatter
            .ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public void answered(Exchange exchange, String route, HttpResponse response, long nanos) {
        if (response.status() >= lowestStatus()) {
            LINES.info(line(exchange.request(), response));
        }
    }

    private int lowestStatus() {
        return switch (level) {
            case CRIT -> Integer.MAX_VALUE;
            case ERROR -> 500;
            case WARN -> 400;
            case INFO, DEBUG -> 0;
        };
    }

    private String line(HttpRequest request, HttpResponse response) {
        String role = Observed.current().role();
        String target = request.query() == null
                ? request.path() : request.path() + "?" + request.query();
        var line = new StringBuilder(160).append(request.peer().address()).append(" - ");
        safe(role == null ? "-" : role, line);
        line.append(" [").append(MOMENT.format(clock.now())).append("] \"");
        safe(request.method() + " " + target + " HTTP/1.1", line);
        line.append("\" ").append(response.status()).append(' ').append(length(response))
                .append(" \"");
        safe(orEmpty(request.header("Referer")), line);
        line.append("\" \"");
        safe(orEmpty(request.header("User-Agent")), line);
        return line.append('"').toString();
    }

    private static String length(HttpResponse response) {
        return response instanceof HttpResponse.Full full && full.body() != null
                ? Integer.toString(full.body().length) : "-";
    }

    private static String orEmpty(String nullable) {
        return nullable == null ? "" : nullable;
    }

    /// What a client sent must neither end the line nor a quoted part of it, nor steer a terminal.
    private static void safe(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                line.append(String.format("\\x%02X", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
